/** Drawing a box on the stage with the pointer, in the screen's own pixels. */
import { useRef, type PointerEvent } from 'react';
import type { DrawnBox } from './black-out-card.tsx';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where on the screen that the stage shows the pointer is. */
export function placeOnScreen(
  event: PointerEvent<HTMLCanvasElement>,
  size: Size,
): { readonly x: number; readonly y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: Math.round(((event.clientX - box.x) / box.width) * size.width),
    y: Math.round(((event.clientY - box.y) / box.height) * size.height),
  };
}

export function useDrawing(on: boolean, size: Size, onDrawn: (box: DrawnBox) => void) {
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  if (!on) return {};
  const placeOf = (event: PointerEvent<HTMLCanvasElement>) => placeOnScreen(event, size);
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      start.current = placeOf(event);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp: (event: PointerEvent<HTMLCanvasElement>) => {
      if (start.current === null) return;
      const end = placeOf(event);
      const from = start.current;
      start.current = null;
      const box = {
        x: Math.min(from.x, end.x),
        y: Math.min(from.y, end.y),
        width: Math.abs(end.x - from.x),
        height: Math.abs(end.y - from.y),
      };
      if (box.width > 0 && box.height > 0) onDrawn(box);
    },
  };
}
