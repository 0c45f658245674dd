/**
 * A tab's viewport as a picture, and what each of its documents says stood in
 * it. The picture is taken first: each document then tells what changed since,
 * so that nothing is explained by what was drawn later.
 */
import { inTime } from '../in-time.ts';
import { nowMs } from '../now.ts';
import type { ToPage } from '../messages.ts';
import type { Picture } from '../own-messages.ts';

/** A document that is blocked (by `alert`, say) answers nothing for as long as it is. */
const answerPatienceMs = 5_000;

/**
 * @param asked the frames that run our script
 * @returns null: the tab is not in front, or the browser gives no picture of it now
 */
export async function takePicture(tab: number, asked: ReadonlySet<number>): Promise<Picture> {
  try {
    const window = await frontWindowOf(tab);
    if (window === null) return null;
    const turns = watchForTurns(tab, window);
    try {
      const sinceMs = nowMs();
      const png = await chrome.tabs.captureVisibleTab(window, { format: 'png' });
      const untilMs = nowMs();
      const frames = await snapshotsOf(tab, asked, sinceMs);
      // Then it may be a picture of another tab or page, also where this one is back by now.
      if (turns.any() || (await frontWindowOf(tab)) !== window) return null;
      return { tab, untilMs, png, frames };
    } finally {
      turns.stop();
    }
  } catch {
    // Too many within a second, no permission for this page, or it went away; the cause may quote its address.
    return null;
  }
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

async function snapshotsOf(
  tabId: number,
  asked: ReadonlySet<number>,
  sinceMs: number,
): Promise<NonNullable<Picture>['frames']> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId })) ?? [];
  const message: ToPage = { kind: 'snapshotWanted', sinceMs };
  const running = frames.filter(({ frameId }) => frameId === 0 || asked.has(frameId));
  return Promise.all(
    running.map(async ({ frameId, parentFrameId, url }) => ({
      frame: frameId,
      parent: parentFrameId,
      url,
      // A document that answers nothing is covered, as are those that are not asked.
      snapshot: await inTime(
        chrome.tabs
          .sendMessage<ToPage, unknown>(tabId, message, { frameId })
          .then((answer) => answer ?? null)
          .catch(() => null),
        answerPatienceMs,
      ),
    })),
  );
}
