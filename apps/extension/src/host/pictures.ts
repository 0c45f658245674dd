/**
 * Pictures of the tab in front → raw frames: only what changed, only with what
 * its documents say stood there, at most as often as the browser allows.
 *
 * Fails closed: a picture that its documents cannot explain (it scrolled, a
 * document did not answer) is no frame.
 */
import { createId, type Clock, type Random } from '@understudy/base';
import { applyChanges, type HoldQueue, type Tally } from '@understudy/capture';
import type { FrameWindow, RawFrame, Size, TextBox } from '@understudy/recording';
import { findTextLike } from '@understudy/redact';
import { nowMs } from '../now.ts';
import { sendToBackground } from '../own-channel.ts';
import { pictureSchema } from '../own-messages.ts';
import type { PictureCause } from '../page/frame-wish.ts';
import type { TabView } from '../page/tab-view.ts';
import { decodePng } from './decode-png.ts';
import { createPicturePace } from './picture-pace.ts';
import type { SessionClock } from './session-clock.ts';

export interface OpenPictures {
  want(tab: number, cause: PictureCause): void;
  /** The person did something upon the tab in front. */
  used(): void;
  /** No more are taken, and one that is on its way is thrown away. */
  stop(): void;
}

interface Wanted {
  readonly tab: number;
  readonly cause: PictureCause;
}

export interface PicturesOptions {
  readonly sites: ReadonlyMap<string, string>;
  readonly time: SessionClock;
  readonly tally: Tally;
  readonly random: Random;
  readonly clock: Clock;
  readonly queue: HoldQueue;
  viewOf(tab: number): TabView | null;
  framesOf(tab: number): readonly number[];
  /** Whether it is the recorded tab that the person sees. */
  isInFront(tab: number): boolean;
}

export function openPictures(options: PicturesOptions): OpenPictures {
  const { time, tally, queue } = options;
  const pace = createPicturePace(nowMs);
  let wanted: Wanted | null = null;
  let taking: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let shown: { readonly tab: number; readonly size: Size; readonly bytes: Uint8Array } | null =
    null;

  const next = (): void => {
    clearTimeout(timer);
    if (closed || wanted === null || taking !== null) return;
    const wish = wanted;
    const { tab, cause } = wish;
    const waitMs = pace.waitMs(cause);
    if (waitMs > 0) {
      timer = setTimeout(next, waitMs);
      return;
    }
    wanted = null;
    // Once it is in front again, it is wanted again.
    if (!options.isInFront(tab)) return;
    pace.asked(cause);
    taking = take(wish).finally(() => {
      taking = null;
      next();
    });
  };

  const take = async (wish: Wanted): Promise<void> => {
    // What happens meanwhile waits, so that the frame finds its place before or after it.
    const release = queue.hold(time.timeNs());
    try {
      const frame = await pictureToFrame(wish);
      if (frame !== null) queue.hold(frame.timeNs, frame.pixels.length)([frame]);
    } catch {
      // What the picture shows must not reach an error text: it is only counted.
      tally.left('screen', 'unreadableFrame');
    } finally {
      release(null);
    }
  };

  const wantAgain = ({ tab, cause }: Wanted): void => {
    wanted ??= { tab, cause: pace.isInUse() ? cause : 'change' };
  };

  const pictureToFrame = async (wish: Wanted): Promise<RawFrame | null> => {
    const { tab } = wish;
    const picture = pictureSchema.parse(
      await sendToBackground({
        to: 'background',
        kind: 'pictureWanted',
        tab,
        frames: [...options.framesOf(tab)],
      }),
    );
    if (picture === null) {
      wantAgain(wish);
      return null;
    }
    // It may have been taken after the pause: its stamp tells only when it was asked for.
    if (closed) return null;
    const explained = options.viewOf(tab)?.explain(picture.frames) ?? null;
    const top = picture.frames.find(({ parent }) => parent === -1);
    const app = top === undefined ? undefined : options.sites.get(new URL(top.url).origin);
    if (explained === null || app === undefined) {
      tally.left('screen', 'unreadableFrame');
      wantAgain(wish);
      return null;
    }
    const { size, bytes } = await decodePng(picture.png);
    if (closed) return null;
    const isFirst = shown?.tab !== tab;
    const damage = damageOf(tab, size, bytes);
    if (damage.length === 0) return null;
    const whole = { x: 0, y: 0, ...size };
    const window: FrameWindow = {
      handle: tab,
      app,
      box: whole,
      allowed: true,
      texts: [...explained.texts, ...untoldTexts(bytes, size, explained.texts)],
    };
    tally.taken('screen', app);
    return {
      kind: 'rawFrame',
      timeNs: time.toTimeNs(picture.untilMs),
      frame: createId('frame', options.clock, options.random),
      size,
      // Never `beforeAction`: a browser's picture comes later than what it is asked for.
      cause: isFirst ? 'start' : 'damage',
      pixels: bytes,
      damage,
      windows: [window],
    };
  };

  const damageOf = (tab: number, size: Size, bytes: Uint8Array) => {
    const whole = { x: 0, y: 0, ...size };
    const before = shown;
    if (
      before === null ||
      before.tab !== tab ||
      before.size.width !== size.width ||
      before.size.height !== size.height
    ) {
      // A copy: the frame's own pixels are given away with it.
      shown = { tab, size, bytes: bytes.slice() };
      return [whole];
    }
    return applyChanges(bytes, before.bytes, whole, size);
  };

  return {
    want: (tab, cause) => {
      if (cause === 'use') pace.used();
      const isUrgent = wanted?.tab === tab && wanted.cause === 'use';
      wanted = { tab, cause: isUrgent ? 'use' : cause };
      next();
    },
    used: () => {
      pace.used();
      next();
    },
    stop: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** What looks like text, and none of the documents told of: covered as a picture is. */
function untoldTexts(bytes: Uint8Array, size: Size, told: readonly TextBox[]): readonly TextBox[] {
  const places = told.map(({ box }) => box);
  return findTextLike(bytes, size, places).map((box) => ({
    box,
    text: '',
    role: 'image',
    secure: false,
    picture: true,
  }));
}
