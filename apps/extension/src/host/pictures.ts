/**
 * Pictures of the tab in front → raw frames: only what changed, only with what
 * its documents say stood there, at most as often as the browser allows.
 *
 * Fails closed: a picture that its documents cannot explain (it scrolled, a
 * document did not answer) is no frame.
 */
import { createId, type Clock, type Random } from '@understudy/base';
import { applyChanges, type HoldQueue, type Tally } from '@understudy/capture';
import type { FrameWindow, Size } from '@understudy/recording';
import { sendToBackground } from '../own-channel.ts';
import { pictureSchema } from '../own-messages.ts';
import type { TabView } from '../page/tab-view.ts';
import { decodePng } from './decode-png.ts';
import type { SessionClock } from './session-clock.ts';

export interface OpenPictures {
  /** Something on the tab may have changed. */
  want(tab: number): void;
  /** No more are taken, and one that is on its way is thrown away. */
  stop(): void;
  close(): Promise<void>;
}

export interface PicturesOptions {
  readonly sites: ReadonlyMap<string, string>;
  readonly time: SessionClock;
  readonly tally: Tally;
  readonly random: Random;
  readonly clock: Clock;
  readonly queue: HoldQueue;
  viewOf(tab: number): TabView | null;
}

/** The browser takes two a second. */
const everyMs = 600;

export function openPictures(options: PicturesOptions): OpenPictures {
  const { time, tally, queue } = options;
  let wanted: number | null = null;
  let taking: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  let shown: { readonly tab: number; readonly size: Size; readonly bytes: Uint8Array } | null =
    null;

  const next = (): void => {
    if (closed || wanted === null || taking !== null || timer !== undefined) return;
    const tab = wanted;
    wanted = null;
    taking = take(tab).finally(() => {
      taking = null;
      timer = setTimeout(() => {
        timer = undefined;
        next();
      }, everyMs);
    });
  };

  const take = async (tab: number): Promise<void> => {
    const decide = queue.hold(time.timeNs());
    try {
      decide(await pictureToFrame(tab));
    } catch {
      // What the picture shows must not reach an error text: it is only counted.
      tally.left('screen', 'unreadableFrame');
      decide(null);
    }
  };

  const pictureToFrame = async (tab: number) => {
    const picture = pictureSchema.parse(
      await sendToBackground({ to: 'background', kind: 'pictureWanted', tab }),
    );
    if (picture === null) {
      wanted ??= tab;
      return null;
    }
    // It may have been taken after the pause: its stamp tells only when it was asked for.
    if (closed) return null;
    const explained = options.viewOf(tab)?.explain(picture.frames) ?? null;
    const top = picture.frames.find(({ parent }) => parent === -1);
    const app = top === undefined ? undefined : options.sites.get(new URL(top.url).origin);
    if (explained === null || app === undefined) {
      tally.left('screen', 'unreadableFrame');
      wanted ??= tab;
      return null;
    }
    const { size, bytes } = await decodePng(picture.png);
    const damage = damageOf(tab, size, bytes);
    if (damage.length === 0) return null;
    const whole = { x: 0, y: 0, ...size };
    const window: FrameWindow = {
      handle: tab,
      app,
      box: whole,
      allowed: true,
      texts: explained.texts,
    };
    tally.taken('screen', app);
    return [
      {
        kind: 'rawFrame',
        timeNs: time.toTimeNs(picture.atMs),
        frame: createId('frame', options.clock, options.random),
        size,
        cause: 'damage',
        pixels: bytes,
        damage,
        windows: [window],
      } as const,
    ];
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
      shown = { tab, size, bytes: bytes.slice() };
      return [whole];
    }
    return applyChanges(bytes, before.bytes, whole, size);
  };

  const stop = (): void => {
    closed = true;
    clearTimeout(timer);
  };

  return {
    want: (tab) => {
      wanted = tab;
      next();
    },
    stop,
    close: async () => {
      stop();
      await taking;
    },
  };
}
