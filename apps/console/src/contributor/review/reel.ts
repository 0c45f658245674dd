/**
 * The pictures of one segment: patches are decoded when they are wished for,
 * the keyframe first, and painted over each other on a canvas as large as the
 * screen was. Runs in the stage's worker.
 */
import { createContext } from './stage-canvas.ts';
import type { StageFrame } from './stage-message.ts';

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly image: ImageBitmap;
}

interface Decoded {
  readonly size: StageFrame['size'];
  readonly patches: readonly Patch[];
}

export interface Reel {
  /** The screen at frame `place`, or as far on the way to it as is decoded; null: nothing is yet. */
  readonly at: (
    place: number,
  ) => { readonly canvas: OffscreenCanvas; readonly whole: boolean } | null;
  /** Decodes up to frame `place` while `isWanted`; tells when there is more to show. */
  readonly decode: (place: number, isWanted: () => boolean, onMore: () => void) => Promise<void>;
  readonly close: () => void;
}

export function createReel(frames: readonly StageFrame[]): Reel {
  const context = createContext();
  const decoded = new Map<number, Decoded>();
  /** The frame that the canvas shows, or -1. */
  let shown = -1;
  let decoding = false;

  const keyframeOf = (place: number): number =>
    Math.max(
      0,
      frames.findLastIndex(({ keyframe }, index) => keyframe && index <= place),
    );

  return {
    at: (place) => {
      const key = keyframeOf(place);
      let last = key - 1;
      while (last < place && decoded.has(last + 1)) last += 1;
      if (last < key) return null;
      // Backwards, or over a keyframe: begin at the frame that stands alone.
      const from = shown > last || shown < key ? key : shown + 1;
      for (let index = from; index <= last; index += 1) paint(context, decoded.get(index));
      shown = last;
      return { canvas: context.canvas, whole: last === place };
    },
    decode: async (place, isWanted, onMore) => {
      if (decoding) return;
      decoding = true;
      const key = keyframeOf(place);
      for (let index = key; index <= place && isWanted(); index += 1) {
        const frame = frames[index];
        if (frame === undefined || decoded.has(index)) continue;
        decoded.set(index, await decodeFrame(frame));
        if (index === key && index < place) onMore();
      }
      decoding = false;
      onMore();
    },
    close: () => {
      for (const { patches } of decoded.values()) for (const { image } of patches) image.close();
    },
  };
}

function paint(context: OffscreenCanvasRenderingContext2D, frame: Decoded | undefined): void {
  if (frame === undefined) return;
  const { canvas } = context;
  const { width, height } = frame.size;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  for (const { x, y, image } of frame.patches) context.drawImage(image, x, y);
}

/** What cannot be decoded is left out: what stood there before stays. */
async function decodeFrame({ size, patches }: StageFrame): Promise<Decoded> {
  const images = await Promise.all(
    patches.map(async ({ x, y, mediaType, data }) => {
      const file = new Blob([base64ToBytes(data)], { type: mediaType });
      const image = await createImageBitmap(file).catch(() => null);
      return image === null ? [] : [{ x, y, image }];
    }),
  );
  return { size, patches: images.flat() };
}

function base64ToBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
