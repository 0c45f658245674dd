/**
 * How a session's screen looked when it ended → how alike another screen is: of
 * the pixels that the session changed, the share that is as at its end. What it
 * left alone is alike on any screen, and says nothing.
 */
import type { FrameId } from '@understudy/base';
import type { Recording, Size } from '@understudy/recording';
import sharp from 'sharp';
import { createScreen, type FrameImage } from '../screen.ts';

/** Four bytes a pixel (blue, green, red, unused), row by row, as X servers give them. */
interface ShownScreen {
  readonly size: Size;
  readonly pixels: Uint8Array;
}

export interface EndState {
  /** 0…1; 0 on a screen of another size. */
  likeness(shown: ShownScreen): number;
}

/** A colour channel that differs by less, of 256, looks the same. */
const leastDifference = 8;
const channels = 3;

async function unpack({ bytes }: FrameImage): Promise<Uint8Array> {
  return sharp(bytes).removeAlpha().raw().toBuffer();
}

function isAlike(a: Uint8Array, atA: number, b: Uint8Array, atB: number, isBgr: boolean): boolean {
  for (let channel = 0; channel < channels; channel += 1) {
    const other = b[atB + (isBgr ? channels - 1 - channel : channel)] ?? 0;
    if (Math.abs((a[atA + channel] ?? 0) - other) >= leastDifference) return false;
  }
  return true;
}

async function toEndState(first: FrameImage, last: FrameImage): Promise<EndState | null> {
  const { width, height } = last.size;
  if (first.size.width !== width || first.size.height !== height) return null;
  const [before, after] = [await unpack(first), await unpack(last)];
  const changed: number[] = [];
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const at = pixel * channels;
    if (!isAlike(before, at, after, at, false)) changed.push(pixel);
  }
  if (changed.length === 0) return null;
  return {
    likeness: ({ size, pixels }) => {
      if (size.width !== width || size.height !== height) return 0;
      const alike = changed.filter((pixel) =>
        isAlike(after, pixel * channels, pixels, pixel * 4, true),
      );
      return alike.length / changed.length;
    },
  };
}

/** null: the screen was not recorded, changed its size, or ended as it began. */
export async function recordingToEndState(recording: Recording): Promise<EndState | null> {
  const screen = createScreen();
  let first: FrameImage | null = null;
  let last: FrameId | null = null;
  for await (const events of recording.events) {
    for (const event of events) {
      if (event.kind !== 'screen') continue;
      screen.see(event);
      first ??= await screen.imageOf(event.frame);
      last = event.frame;
      await screen.forgetBefore(event.timeNs);
    }
  }
  const end = last === null ? null : await screen.imageOf(last);
  return first === null || end === null ? null : toEndState(first, end);
}
