/** The pictures of a video beside a recording → its frames, by the clock of its events. */
import type { ScreenEvent } from '../event.ts';
import type { ForeignIdentity } from './foreign-identity.ts';
import { createFrameChanges } from './frame-changes.ts';
import type { CountRepair } from './repairs.ts';
import { openVideo } from './video.ts';

export interface VideoFrames {
  /** The frames that were not given before, up to that second of the video. */
  until(second: number, timeOf: (second: number) => number): AsyncGenerator<ScreenEvent>;
  /** A frame was left out, and with it what the next ones are painted over: the next is whole. */
  leaveOut(): void;
  /** Whether nothing of the video tells what it showed then. */
  endsBefore(second: number): boolean;
  close(): void;
}

/** null: it cannot be read, which is counted. */
export async function openVideoFrames(
  path: string,
  identity: ForeignIdentity,
  repair: CountRepair,
  name = 'video',
): Promise<VideoFrames | null> {
  const opened = await openVideo(path);
  if (opened.kind !== 'video') {
    repair(opened.kind === 'noDecoder' ? 'noVideoDecoder' : 'videoDamaged');
    return null;
  }
  const { video } = opened;
  const changes = createFrameChanges();
  let frames = 0;
  return {
    until: async function* until(second, timeOf) {
      for await (const picture of video.until(second)) {
        const frame = await changes.see(picture);
        if (frame === null) continue;
        const timeNs = timeOf(picture.seconds);
        yield {
          kind: 'screen',
          timeNs,
          frame: identity.frameId(`${name} ${frames}`),
          cause: 'damage',
          ...frame,
        };
        frames += 1;
      }
      if (video.isDamaged()) repair('videoDamaged');
    },
    leaveOut: () => changes.forget(),
    endsBefore: (second) => video.endsBefore(second),
    close: () => video.close(),
  };
}
