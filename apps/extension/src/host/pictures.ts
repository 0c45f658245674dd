/**
 * Pictures of the tab in front → raw frames: only what changed, only with what
 * its documents say stood there, at most as often as the browser allows.
 *
 * Fails closed: a picture that its documents cannot explain (it scrolled, a
 * document did not answer) is no frame.
 */
import { createId, type Clock, type Random } from '@understudy/base';
import { containsBox, type HoldQueue, type Tally } from '@understudy/capture';
import type { Box, FrameWindow, RawFrame, TextBox } from '@understudy/recording';
import { nowMs } from '../now.ts';
import { sendToBackground } from '../own-channel.ts';
import { pictureSchema } from '../own-messages.ts';
import type { PictureCause } from '../page/frame-wish.ts';
import type { TabView } from '../page/tab-view.ts';
import { createPicturePace } from './picture-pace.ts';
import { openPictureReader } from './picture-reader.ts';
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
  const reader = openPictureReader();
  /** The picture that was read last. */
  let shown: { readonly tab: number; readonly digest: string } | null = null;

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
        known: shown?.tab === tab ? shown.digest : null,
      }),
    );
    if (picture === null) {
      wantAgain(wish);
      return null;
    }
    // It may have been taken after the pause: its stamp tells only when it was asked for.
    if (closed || picture.kind !== 'taken') return null;
    const explained = options.viewOf(tab)?.explain(picture.frames) ?? null;
    const top = picture.frames.find(({ parent }) => parent === -1);
    const app = top === undefined ? undefined : options.sites.get(new URL(top.url).origin);
    if (explained === null || app === undefined) {
      tally.left('screen', 'unreadableFrame');
      // A document that moved wishes for the next one itself, once it stands still.
      if (top?.snapshot === null) wantAgain(wish);
      return null;
    }
    shown = null;
    const read = await reader.read({
      tab,
      png: picture.png,
      told: ownBoxes(explained.texts),
    });
    if (closed) return null;
    shown = { tab, digest: picture.digest };
    if (read === null) return null;
    const { size, pixels, damage, untold, isFirst } = read;
    const window: FrameWindow = {
      handle: tab,
      app,
      box: { x: 0, y: 0, ...size },
      allowed: true,
      texts: [...explained.texts, ...untold.map(untoldText)],
    };
    tally.taken('screen', app);
    return {
      kind: 'rawFrame',
      timeNs: time.toTimeNs(picture.untilMs),
      frame: createId('frame', options.clock, options.random),
      size,
      // Never `beforeAction`: a browser's picture comes later than what it is asked for.
      cause: isFirst ? 'start' : 'damage',
      pixels,
      damage,
      windows: [window],
    };
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
      reader.close();
    },
  };
}

/** A label may stand in one of them; what is written into it is the field's own. */
const fields: ReadonlySet<string> = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton']);

/** Of more pairs of boxes nobody asks which holds which, however many a page tells. */
const mostPairs = 4_000_000;

/**
 * The boxes that are their text's own. What a style sheet writes is told with the element that it is
 * written into, which may be all of a page: of other words in it that tells nothing.
 */
function ownBoxes(texts: readonly TextBox[]): readonly Box[] {
  const words = texts.filter(({ role }) => role === 'text');
  const holders = texts.filter(
    ({ role, secure }) => !secure && role !== 'text' && !fields.has(role),
  );
  const isKnown = holders.length * words.length <= mostPairs;
  const others = new Set(
    holders.filter(({ box }) => !isKnown || words.some((word) => containsBox(box, word.box))),
  );
  return texts.filter((text) => !others.has(text)).map(({ box }) => box);
}

/** What looks like text, and none of the documents told of: covered as a picture is. */
const untoldText = (box: Box): TextBox => ({
  box,
  text: '',
  role: 'image',
  secure: false,
  picture: true,
});
