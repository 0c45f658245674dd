/**
 * A video beside a recording → its pictures, ten a second, as raw pixels, by the
 * `ffmpeg` of the machine where there is one. A picture never shows what came
 * after the time that it is given. Decoding goes only as fast as pictures are
 * asked for, and one is in memory at a time. The file is attacker-controlled:
 * what is larger than any screen is not unpacked, and no file is a playlist.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Size } from '../geometry.ts';

export interface Picture {
  /** Seconds of the video. */
  readonly seconds: number;
  readonly size: Size;
  /** Three bytes a pixel, red, green, blue, row by row; they are the next picture's after it. */
  readonly pixels: Uint8Array;
}

interface Video {
  /** The pictures up to `seconds` that were not given before. */
  until(seconds: number): AsyncGenerator<Picture>;
  /** Whether it could be read to its end, as far as it was read. */
  isDamaged(): boolean;
  /** Whether it was read to its end, and that is before `seconds`. */
  endsBefore(seconds: number): boolean;
  close(): void;
}

const picturesPerSecond = 10;
export const bytesPerPixel = 3;
/** 8K: a picture of more is no screen. */
const mostPixels = 7680 * 4320;

const run = promisify(execFile);

const probeSchema = z.object({
  streams: z
    .array(
      z.object({
        width: z.int().positive(),
        height: z.int().positive(),
        start_time: z.coerce.number().catch(0),
      }),
    )
    .length(1),
});

/**
 * What a recorder writes; formats that name other files (HLS, DASH, concat) would
 * have ffmpeg read those, wherever they are.
 */
const containers = 'matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,avi,mpegts,flv';
const guards = ['-v', 'quiet', '-protocol_whitelist', 'file', '-format_whitelist', containers];
const mostProbeMs = 60_000;

interface Stream {
  readonly size: Size;
  readonly startSeconds: number;
}

/** null: not a video that can be read here. @throws where there is no ffprobe. */
async function probe(path: string): Promise<Stream | null> {
  const entries = ['-show_entries', 'stream=width,height,start_time', '-of', 'json'];
  const found = ['-select_streams', 'v:0', ...entries, `file:${path}`];
  const probing = run('ffprobe', [...guards, ...found], { timeout: mostProbeMs });
  const { stdout } = await probing.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    return { stdout: '{}' };
  });
  const parsed = probeSchema.safeParse(JSON.parse(stdout));
  const [stream] = parsed.success ? parsed.data.streams : [];
  if (stream === undefined || stream.width * stream.height > mostPixels) return null;
  const { width, height, start_time: startSeconds } = stream;
  return { size: { width, height }, startSeconds };
}

/** The bytes, one picture at a time, all in the same place; what is left over is no picture. */
async function* splitPictures(
  source: AsyncIterable<Buffer>,
  pictureBytes: number,
): AsyncGenerator<Uint8Array> {
  const picture = new Uint8Array(pictureBytes);
  let filled = 0;
  for await (const piece of source) {
    let from = 0;
    while (from < piece.byteLength) {
      const part = piece.subarray(from, from + pictureBytes - filled);
      picture.set(part, filled);
      filled += part.byteLength;
      from += part.byteLength;
      if (filled < pictureBytes) continue;
      yield picture;
      filled = 0;
    }
  }
}

type OpenedVideo =
  | { readonly kind: 'video'; readonly video: Video }
  | { readonly kind: 'noDecoder' }
  | { readonly kind: 'unreadable' };

export async function openVideo(path: string): Promise<OpenedVideo> {
  let stream: Stream | null;
  try {
    stream = await probe(path);
  } catch {
    return { kind: 'noDecoder' };
  }
  if (stream === null) return { kind: 'unreadable' };
  const { size, startSeconds } = stream;
  // Times stay as the file has them; each picture is the last at or before its place in the grid.
  const input = ['-nostdin', ...guards, '-copyts', '-noautorotate', '-i', `file:${path}`];
  const filter = `fps=${picturesPerSecond}:round=up:start_time=0,scale=${size.width}:${size.height}`;
  const output = ['-map', '0:v:0', '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const decoder = spawn('ffmpeg', [...input, ...output], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(decoder, 'spawn');
  } catch {
    return { kind: 'noDecoder' };
  }
  const pictures = splitPictures(decoder.stdout, size.width * size.height * bytesPerPixel);
  let closed = false;
  let number = 0;
  let ended = false;
  async function* until(seconds: number): AsyncGenerator<Picture> {
    while (!ended && number / picturesPerSecond <= seconds) {
      const next = await pictures.next();
      if (next.done === true) {
        ended = true;
        return;
      }
      const at = number / picturesPerSecond;
      number += 1;
      // The grid begins at 0 and is filled with the first picture until there is one.
      if (at >= startSeconds) yield { seconds: at, size, pixels: next.value };
    }
  }
  const video: Video = {
    until,
    isDamaged: () => !closed && decoder.exitCode !== null && decoder.exitCode !== 0,
    // The last picture stands at the first place of the grid at or after its time.
    endsBefore: (seconds) => ended && seconds > number / picturesPerSecond,
    close: () => {
      closed = true;
      decoder.kill('SIGKILL');
    },
  };
  return { kind: 'video', video };
}
