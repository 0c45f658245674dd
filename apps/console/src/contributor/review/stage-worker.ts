/**
 * The stage's worker: patches of a segment are decoded once and painted over
 * each other here, so that the page only ever draws one finished bitmap.
 */
import type { StageAnswer, StageFrame, StageRequest } from './stage-message.ts';

interface Patch {
  readonly x: number;
  readonly y: number;
  readonly image: ImageBitmap;
}

interface Reel {
  readonly frames: readonly {
    readonly size: StageFrame['size'];
    readonly keyframe: boolean;
    readonly patches: readonly Patch[];
  }[];
  readonly context: OffscreenCanvasRenderingContext2D;
  /** How many frames, from the first on, the canvas has seen. */
  painted: number;
}

const reels = new Map<string, Promise<Reel>>();

self.addEventListener('message', ({ data }: MessageEvent<StageRequest>) => {
  switch (data.kind) {
    case 'load':
      reels.set(data.segment, decodeReel(data.frames));
      break;
    case 'drop':
      void reels.get(data.segment)?.then(closeReel, () => {});
      reels.delete(data.segment);
      break;
    case 'show':
      void show(data.segment, data.place);
  }
});

async function show(segment: string, place: number): Promise<void> {
  const reel = await reels.get(segment)?.catch(() => null);
  const bitmap = reel === undefined || reel === null ? null : await paint(reel, place);
  const answer: StageAnswer = { segment, place, bitmap };
  self.postMessage(answer, { transfer: bitmap === null ? [] : [bitmap] });
}

async function decodeReel(frames: readonly StageFrame[]): Promise<Reel> {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) throw new Error('No canvas can be had here.');
  return {
    frames: await Promise.all(
      frames.map(async ({ size, keyframe, patches }) => ({
        size,
        keyframe,
        patches: await Promise.all(
          patches.map(async ({ x, y, mediaType, data }) => ({
            x,
            y,
            image: await createImageBitmap(new Blob([base64ToBytes(data)], { type: mediaType })),
          })),
        ),
      })),
    ),
    context,
    painted: 0,
  };
}

function closeReel({ frames }: Reel): void {
  for (const { patches } of frames) for (const { image } of patches) image.close();
}

function paint(reel: Reel, place: number): Promise<ImageBitmap> | null {
  const wanted = reel.frames[place];
  if (wanted === undefined) return null;
  const { context } = reel;
  const key = reel.frames.findLastIndex(({ keyframe }, index) => keyframe && index <= place);
  // Backwards, or over a keyframe: begin at the frame that stands alone.
  if (place < reel.painted - 1 || key > reel.painted) reel.painted = Math.max(0, key);
  for (let index = reel.painted; index <= place; index += 1) {
    const frame = reel.frames[index];
    if (frame === undefined) break;
    const { canvas } = context;
    if (canvas.width !== frame.size.width || canvas.height !== frame.size.height) {
      canvas.width = frame.size.width;
      canvas.height = frame.size.height;
    }
    for (const { x, y, image } of frame.patches) context.drawImage(image, x, y);
  }
  reel.painted = place + 1;
  return createImageBitmap(context.canvas);
}

function base64ToBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
