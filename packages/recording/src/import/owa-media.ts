/**
 * What OWAMcap's `screen` messages point to → frames: a picture of a video beside
 * the file, a picture file beside it, or a picture within the message. The file is
 * attacker-controlled: nothing outside its folder is read, and what is larger
 * than any screen is not unpacked.
 */
import { open } from 'node:fs/promises';
import sharp from 'sharp';
import { z } from 'zod';
import { RecordingError } from '../error.ts';
import type { ScreenEvent, ScreenPatch } from '../event.ts';
import type { Size } from '../geometry.ts';
import { jsonTooLarge } from '../json-bounds.ts';
import type { ForeignIdentity } from './foreign-identity.ts';
import { insideFolder } from './inside-folder.ts';
import type { CountRepair } from './repairs.ts';
import { openVideoFrames, type VideoFrames } from './video-frames.ts';

const extent = z.int().min(1).max(65_536);
const shape = z.tuple([extent, extent]).nullish().catch(null);

/**
 * What the versions call the same: 0.3 `path`, `pts`, `original_shape`; 0.5.0
 * `media_ref` by `type`, `source_shape`; 0.5.1 `uri`.
 */
const screenSchema = z.looseObject({
  original_shape: shape,
  source_shape: shape,
  path: z.string().nullish(),
  pts: z.number().nullish(),
  media_ref: z
    .looseObject({
      type: z.string().nullish(),
      uri: z.string().nullish(),
      path: z.string().nullish(),
      data: z.string().nullish(),
      pts_ns: z.number().nullish(),
    })
    .nullish(),
});

export interface ScreenMessage {
  /** null: the message points to nothing. */
  readonly ref: MediaRef | null;
  /** What was captured, where the picture may have been made smaller than that. */
  readonly sourceSize: Size | null;
}

type MediaRef =
  | { readonly kind: 'embedded'; readonly base64: string }
  | { readonly kind: 'image'; readonly path: string }
  | { readonly kind: 'video'; readonly path: string; readonly seconds: number }
  | { readonly kind: 'elsewhere' };

const decoder = new TextDecoder('utf-8', { fatal: true });
const dataUri = /^data:image\/[\w.+-]+;base64,/;

/** Where a path of another machine ends: the file may have come along, beside the recording. */
const elsewherePath = /^(?:file:\/\/|[a-z]:[\\/]|[\\/]).*[\\/]([^\\/]+)$/i;

function mediaRefOf({
  media_ref: media,
  ...parsed
}: z.infer<typeof screenSchema>): MediaRef | null {
  if (typeof media?.data === 'string') return { kind: 'embedded', base64: media.data };
  const uri = media?.uri ?? media?.path ?? parsed.path ?? null;
  const pts = media?.pts_ns ?? parsed.pts ?? null;
  if (uri === null) return null;
  const embedded = dataUri.exec(uri);
  if (embedded !== null) return { kind: 'embedded', base64: uri.slice(embedded[0].length) };
  const path = elsewherePath.exec(uri)?.[1] ?? uri;
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return { kind: 'elsewhere' };
  return pts === null ? { kind: 'image', path } : { kind: 'video', path, seconds: pts / 1e9 };
}

/** @throws RecordingError `badMessage`. */
export function parseScreenMessage(data: Uint8Array, number: number): ScreenMessage {
  const bad = (what: string): RecordingError =>
    new RecordingError({
      code: 'badMessage',
      message: `Message ${number} on the topic "screen" ${what}.`,
      remedy: 'Take the file from its source again.',
    });
  const tooLarge = jsonTooLarge(data);
  if (tooLarge !== null) throw bad(tooLarge);
  let parsed;
  try {
    parsed = screenSchema.parse(JSON.parse(decoder.decode(data)));
  } catch {
    throw bad('does not follow its schema');
  }
  const source = parsed.source_shape ?? parsed.original_shape ?? null;
  return {
    ref: mediaRefOf(parsed),
    sourceSize: source === null ? null : { width: source[0], height: source[1] },
  };
}

const mediaTypes = new Map([
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['jpeg', 'image/jpeg'],
] as const);
const isKnown = (format: string): format is 'png' | 'webp' | 'jpeg' =>
  format === 'png' || format === 'webp' || format === 'jpeg';

/** As text within a segment of ours it is a third longer; records are read up to 48 MiB. */
const mostImageBytes = 32 * 1024 * 1024;
/** 8K: a picture of more is no screen. */
const mostPixels = 7680 * 4320;
/** The picture of a message is stamped a little beside its time. */
const halfFrameSeconds = 0.005;

/** The whole picture, or null where it is none that a recording can hold. */
async function imageToPatch(data: Uint8Array): Promise<ScreenPatch | null> {
  if (data.byteLength > mostImageBytes) return null;
  const { format, width, height } = await sharp(data, { limitInputPixels: mostPixels })
    .metadata()
    .catch(() => ({ format: '', width: 0, height: 0 }));
  const mediaType = isKnown(format) ? mediaTypes.get(format) : undefined;
  if (mediaType === undefined || width * height > mostPixels) return null;
  return { x: 0, y: 0, width, height, mediaType, data };
}

async function readImage(path: string): Promise<Uint8Array | null> {
  await using file = await open(path);
  const { size } = await file.stat();
  return size > mostImageBytes ? null : new Uint8Array(await file.readFile());
}

export interface MediaFrames {
  /** The frames that were not shown before, at that time. */
  show(ref: MediaRef, timeNs: number): AsyncGenerator<ScreenEvent>;
  /** The last one was left out: the next is whole. */
  leaveOut(): void;
  close(): void;
}

export function createMediaFrames(
  folder: string,
  identity: ForeignIdentity,
  repair: CountRepair,
): MediaFrames {
  /** The one video that is open; a recording goes through several one after the other. */
  let video: { readonly path: string; readonly frames: VideoFrames | null } | null = null;
  let images = 0;

  const openOnce = async (path: string): Promise<VideoFrames | null> => {
    if (video?.path === path) return video.frames;
    video?.frames?.close();
    const file = await insideFolder(folder, path);
    if (file === null) repair('noVideo');
    const frames = file === null ? null : await openVideoFrames(file, identity, repair, path);
    video = { path, frames };
    return frames;
  };

  const patchOf = async (
    ref: Exclude<MediaRef, { kind: 'video' }>,
  ): Promise<ScreenPatch | null> => {
    if (ref.kind === 'elsewhere') return null;
    if (ref.kind === 'embedded') return imageToPatch(Buffer.from(ref.base64, 'base64'));
    const path = await insideFolder(folder, ref.path);
    const data = path === null ? null : await readImage(path);
    return data === null ? null : imageToPatch(data);
  };

  return {
    show: async function* show(ref, timeNs) {
      if (ref.kind === 'video') {
        const frames = await openOnce(ref.path);
        if (frames === null) return;
        yield* frames.until(ref.seconds + halfFrameSeconds, () => timeNs);
        if (frames.endsBefore(ref.seconds)) repair('unreadFrame');
        return;
      }
      const patch = await patchOf(ref);
      if (patch === null) return repair('unreadFrame');
      const { width, height } = patch;
      const frame = identity.frameId(`image ${images}`);
      images += 1;
      const size = { width, height };
      yield {
        kind: 'screen',
        timeNs,
        frame,
        size,
        cause: 'damage',
        keyframe: true,
        patches: [patch],
      };
    },
    leaveOut: () => video?.frames?.leaveOut(),
    close: () => video?.frames?.close(),
  };
}
