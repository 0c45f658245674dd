/**
 * A video beside a recording → two pictures a second, as PNG, by the `ffmpeg`
 * of the machine where there is one. A picture never shows what came after the
 * time that it is given.
 */
import { spawn } from 'node:child_process';
import type { Size } from '../geometry.ts';

interface VideoFrame {
  /** Seconds of the video; the picture shows this moment or one before it. */
  readonly seconds: number;
  readonly size: Size;
  readonly png: Uint8Array;
}

export interface Video {
  /** The last frame that is due at `seconds` and was not given before, or null. */
  frameAt(seconds: number): Promise<VideoFrame | null>;
  close(): void;
}

const framesPerSecond = 2;
/** 8K: a picture of more is no screen, and is not unpacked. */
const mostPixels = 7680 * 4320;
const mostFrameBytes = 64 * 1024 * 1024;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The length of the PNG at the beginning of the bytes, or null where it is not all there. */
function pngLength(bytes: Buffer): number | null {
  let at = signature.byteLength;
  while (bytes.byteLength >= at + 12) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') {
      return bytes.byteLength >= end ? end : null;
    }
    at = end;
  }
  return null;
}

async function* splitPngs(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length > mostFrameBytes) return;
    let bytes = Buffer.concat(pieces, length);
    for (let end = pngLength(bytes); end !== null; end = pngLength(bytes)) {
      yield Buffer.from(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
    }
    pieces = [bytes];
    length = bytes.byteLength;
  }
}

/** null: there is no ffmpeg here. Decoding goes only as fast as frames are asked for. */
export async function openVideo(path: string): Promise<Video | null> {
  const limits = ['-nostdin', '-v', 'quiet', '-max_pixels', String(mostPixels)];
  const out = [
    '-an',
    '-vf',
    `fps=${framesPerSecond}:round=near`,
    '-c:v',
    'png',
    '-f',
    'image2pipe',
  ];
  const decoder = spawn('ffmpeg', [...limits, '-i', path, ...out, '-'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const started = await new Promise<boolean>((resolve) => {
    decoder.once('spawn', () => resolve(true));
    decoder.once('error', () => resolve(false));
  });
  if (!started) return null;
  const frames = splitPngs(decoder.stdout);
  let number = 0;
  let ended = false;
  return {
    frameAt: async (seconds) => {
      let frame: VideoFrame | null = null;
      // Frame n shows what came nearest to n/2 s, so at most a quarter of a second later.
      while (!ended && (number + 0.5) / framesPerSecond <= seconds) {
        const next = await frames.next();
        if (next.done === true) {
          ended = true;
          break;
        }
        const png = next.value;
        const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
        frame = { seconds: (number + 0.5) / framesPerSecond, size, png: new Uint8Array(png) };
        number += 1;
      }
      return frame;
    },
    close: () => {
      decoder.kill('SIGKILL');
    },
  };
}
