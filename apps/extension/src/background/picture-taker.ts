/**
 * A tab's viewport as a picture, and what each of its documents says stood in
 * it. Each document looks where all stands right before, and tells right after
 * what changed since, so that nothing is explained by what was drawn later. Of a
 * page that moves none is taken. Of one that shows what
 * the last one showed, pixel for pixel, nothing new is to be explained, so no
 * document is asked.
 */
import { base64 } from '@scure/base';
import { inTime } from '../in-time.ts';
import { nowMs } from '../now.ts';
import type { ToPage } from '../messages.ts';
import type { Picture, PictureWish } from '../own-messages.ts';

type TakenPicture = Extract<Picture, { kind: 'taken' }>;

/** A document looks where all stands in a few of its idle moments. */
const preparePatienceMs = 2_000;
/** A document that is blocked (by `alert`, say) answers nothing for as long as it is. */
const answerPatienceMs = 5_000;

/** @returns null: the tab is not in front, or the browser gives no picture of it now */
export async function takePicture({ tab, frames: asked, known }: PictureWish): Promise<Picture> {
  try {
    const window = await frontWindowOf(tab);
    if (window === null) return null;
    const turns = watchForTurns(tab, window);
    try {
      const prepared = await prepare(tab, new Set(asked));
      if (prepared === 'unanswered') return null;
      if (prepared === 'moving') return { kind: 'moving' };
      const sinceMs = nowMs();
      const png = await chrome.tabs.captureVisibleTab(window, { format: 'png' });
      const untilMs = nowMs();
      const digest = await digestOf(png);
      if (digest === known) return { kind: 'known' };
      const frames = await snapshotsOf(tab, prepared, sinceMs);
      // Then it may be a picture of another tab or page, also where this one is back by now.
      if (turns.any() || (await frontWindowOf(tab)) !== window) return null;
      return { kind: 'taken', tab, untilMs, png, digest, frames };
    } finally {
      turns.stop();
    }
  } catch {
    // Too many within a second, no permission for this page, or it went away; the cause may quote its address.
    return null;
  }
}

/** The same pixels are the same PNG: the browser packs them in one way. */
async function digestOf(png: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(png));
  return base64.encode(new Uint8Array(digest));
}

/** The window that the tab is in front of, or null. */
async function frontWindowOf(tab: number): Promise<number | null> {
  const { active, windowId, incognito } = await chrome.tabs.get(tab);
  return active && !incognito ? windowId : null;
}

/** Notes whether another tab comes in front of the window, or the tab shows another document. */
function watchForTurns(tab: number, window: number): { any(): boolean; stop(): void } {
  let isTurned = false;
  const onActivated = ({ windowId }: chrome.tabs.OnActivatedInfo): void => {
    isTurned ||= windowId === window;
  };
  const onCommitted = ({
    tabId,
    frameId,
  }: chrome.webNavigation.WebNavigationTransitionCallbackDetails): void => {
    isTurned ||= tabId === tab && frameId === 0;
  };
  chrome.tabs.onActivated.addListener(onActivated);
  chrome.webNavigation.onCommitted.addListener(onCommitted);
  return {
    any: () => isTurned,
    stop: () => {
      chrome.tabs.onActivated.removeListener(onActivated);
      chrome.webNavigation.onCommitted.removeListener(onCommitted);
    },
  };
}

/** @returns the frames that stand still, and know what they show now */
async function prepare(
  tab: number,
  asked: ReadonlySet<number>,
): Promise<ReadonlySet<number> | 'moving' | 'unanswered'> {
  const answers = await Promise.all(
    [...asked.union(new Set([0]))].map(async (frame) => ({
      frame,
      answer: await askFrame(tab, frame, { kind: 'pictureComing' }, preparePatienceMs),
    })),
  );
  const top = answers.find(({ frame }) => frame === 0)?.answer;
  if (top !== true) return top === false ? 'moving' : 'unanswered';
  return new Set(answers.flatMap(({ frame, answer }) => (answer === true ? [frame] : [])));
}

async function snapshotsOf(
  tabId: number,
  asked: ReadonlySet<number>,
  sinceMs: number,
): Promise<TakenPicture['frames']> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const message: ToPage = { kind: 'snapshotWanted', sinceMs };
  const running = frames.filter(({ frameId }) => asked.has(frameId));
  return Promise.all(
    running.map(async ({ frameId, parentFrameId, url }) => ({
      frame: frameId,
      parent: parentFrameId,
      url,
      // A document that answers nothing is covered, as are those that are not asked.
      snapshot: await askFrame(tabId, frameId, message, answerPatienceMs),
    })),
  );
}

/** @returns null where it does not answer in time, or has no script of ours */
async function askFrame(
  tab: number,
  frameId: number,
  message: ToPage,
  patienceMs: number,
): Promise<unknown> {
  const answer = chrome.tabs
    .sendMessage<ToPage, unknown>(tab, message, { frameId })
    .then((answer) => answer ?? null)
    .catch(() => null);
  return inTime(answer, patienceMs);
}
