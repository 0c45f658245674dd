import { useEffect, useState, type RefObject } from 'react';

export interface DevicePixels {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** How many of the device's pixels an element takes, never more than `most`: null until it is laid out. */
export function useDevicePixels(
  element: RefObject<Element | null>,
  most: { readonly width: number; readonly height: number },
): DevicePixels | null {
  const [pixels, setPixels] = useState<DevicePixels | null>(null);
  const { width: mostWidth, height: mostHeight } = most;
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const cssWidth = entry?.contentRect.width ?? 0;
      if (cssWidth === 0) return;
      const width = Math.round(Math.min(mostWidth, cssWidth * devicePixelRatio));
      const height = Math.round((width * mostHeight) / mostWidth);
      setPixels({ width, height, pixelRatio: width / cssWidth });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, mostWidth, mostHeight]);
  return pixels;
}
