/**
 * Patches over keyframes → whole frames, painted only as far as somebody asks.
 * Frames are asked for in the order in which they came, so one canvas will do;
 * what comes after it waits as the patches' own bytes.
 *
 * The images are attacker-controlled: one that is larger than its patch says is
 * refused before its pixels are unpacked.
 */
import type { FrameId } from '@understudy/base';
import type { ScreenEvent, ScreenPatch, Size } from '@understudy/recording';
import sharp from 'sharp';
import { DistillError } from './error.ts';

export interface FrameImage {
  readonly frame: FrameId;
  readonly size: Size;
  readonly mediaType: 'image/png';
  readonly bytes: Uint8Array;
}

export interface Screen {
  see(event: ScreenEvent): void;
  /** The frame as PNG; null where it was never seen, is gone, or has no keyframe before it. */
  imageOf(frame: FrameId): Promise<FrameImage | null>;
  /** Lets go of what is older than the frame that showed at `floorNs`. */
  forgetBefore(floorNs: number): Promise<void>;
}

const channels = 3;
/** A frame of 8K in both directions; more is no screen. */
const mostPixels = 7680 * 4320 * 2;
/** Waiting patches beyond this many bytes are painted, wanted or not. */
const mostWaitingBytes = 128 * 1024 * 1024;

interface Canvas {
  readonly size: Size;
  readonly pixels: Uint8Array;
  frame: FrameId;
}

function badFrame(frame: FrameId, what: string, cause?: unknown): DistillError {
  return new DistillError({
    code: 'badFrame',
    message: `Frame ${frame} ${what}.`,
    remedy: 'Take the recording from its source again, or leave this session out.',
    cause,
  });
}

async function unpackPatch(frame: FrameId, patch: ScreenPatch): Promise<Uint8Array> {
  try {
    const { data, info } = await sharp(patch.data, {
      limitInputPixels: Math.max(1, patch.width * patch.height),
      failOn: 'error',
    })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width === patch.width && info.height === patch.height && info.channels === channels) {
      return data;
    }
  } catch (error) {
    throw badFrame(frame, 'holds an image that cannot be read', error);
  }
  throw badFrame(frame, 'holds an image of another size than its patch');
}

async function paint(canvas: Canvas, event: ScreenEvent): Promise<void> {
  const { width, height } = canvas.size;
  for (const patch of event.patches) {
    if (
      patch.x < 0 ||
      patch.y < 0 ||
      patch.x + patch.width > width ||
      patch.y + patch.height > height
    ) {
      throw badFrame(event.frame, 'has a patch outside the screen');
    }
    const rowBytes = patch.width * channels;
    const pixels = await unpackPatch(event.frame, patch);
    for (let row = 0; row < patch.height; row += 1) {
      const to = ((patch.y + row) * width + patch.x) * channels;
      canvas.pixels.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), to);
    }
  }
  canvas.frame = event.frame;
}

/** Blank, for a keyframe; an earlier one of that size is taken again. */
function blankCanvas({ frame, size }: ScreenEvent, earlier: Canvas | null): Canvas {
  if (size.width * size.height > mostPixels) throw badFrame(frame, 'is larger than any screen');
  if (earlier !== null && sameSize(earlier.size, size)) {
    earlier.pixels.fill(0);
    earlier.frame = frame;
    return earlier;
  }
  return { size, pixels: new Uint8Array(size.width * size.height * channels), frame };
}

const bytesOf = (event: ScreenEvent): number =>
  event.patches.reduce((sum, { data }) => sum + data.byteLength, 0);

export function createScreen(): Screen {
  let canvas: Canvas | null = null;
  let image: FrameImage | null = null;
  let waiting: ScreenEvent[] = [];
  let waitingBytes = 0;

  /** Paints the first `count` of the waiting frames, from the last keyframe among them. */
  const advance = async (count: number): Promise<void> => {
    const due = waiting.slice(0, count);
    waiting = waiting.slice(count);
    const keyframe = due.findLastIndex((event) => event.keyframe);
    for (const event of due.slice(Math.max(0, keyframe))) {
      if (event.keyframe) canvas = blankCanvas(event, canvas);
      else if (canvas !== null && !sameSize(canvas.size, event.size)) canvas = null;
      if (canvas !== null) await paint(canvas, event);
    }
    for (const event of due) waitingBytes -= bytesOf(event);
  };

  return {
    see: (event) => {
      waiting.push(event);
      waitingBytes += bytesOf(event);
    },
    imageOf: async (frame) => {
      if (image?.frame === frame) return image;
      const place = waiting.findIndex((event) => event.frame === frame);
      if (place !== -1) await advance(place + 1);
      if (canvas === null || canvas.frame !== frame) return null;
      const { width, height } = canvas.size;
      const bytes = await sharp(canvas.pixels, { raw: { width, height, channels } })
        .png({ compressionLevel: 6 })
        .toBuffer();
      image = { frame, size: canvas.size, mediaType: 'image/png', bytes };
      return image;
    },
    forgetBefore: async (floorNs) => {
      // The frame that showed then may still be asked for; those before it may not.
      const shown = waiting.findLastIndex((event) => event.timeNs <= floorNs);
      const keyframe = waiting.findLastIndex((event, place) => event.keyframe && place <= shown);
      if (keyframe > 0) {
        for (const event of waiting.splice(0, keyframe)) waitingBytes -= bytesOf(event);
      }
      if (waitingBytes > mostWaitingBytes) await advance(Math.ceil(waiting.length / 2));
    },
  };
}

const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
