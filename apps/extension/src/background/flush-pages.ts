/** Asks the pages' scripts to send what they still hold: a recording that ends shall have all until then. */
import { inTime } from '../in-time.ts';
import type { ToPage } from '../messages.ts';
import type { TabFrames } from '../own-messages.ts';

/** One that a dialog blocks answers nothing for as long as it is. */
const patienceMs = 3_000;

/** Resolves once the host has what was done on them, or they do not answer. */
export async function flushPages(tabs: readonly TabFrames[]): Promise<void> {
  const message: ToPage = { kind: 'flush' };
  await Promise.all(
    tabs.flatMap(({ tab, frames }) =>
      frames.map((frameId) => {
        const flushed = chrome.tabs.sendMessage<ToPage>(tab, message, { frameId });
        // Nobody is left who could, in a document that is gone.
        return inTime(
          flushed.catch(() => null),
          patienceMs,
        );
      }),
    ),
  );
}
