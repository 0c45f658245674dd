/**
 * The page's script is registered for a program's sites while their recording
 * runs, and for nothing else at any other time: what is not registered cannot
 * run, whatever else goes wrong.
 */
import { originToPattern } from '../origin.ts';

const scriptId = 'page';
const file = '/content-scripts/page.js';

/** From here on new documents of these origins run it; those that are open get it now. */
export async function openSites(origins: readonly string[]): Promise<void> {
  await closeSites();
  if (origins.length === 0) return;
  const matches = [...new Set(origins.map(originToPattern))];
  await chrome.scripting.registerContentScripts([
    {
      id: scriptId,
      js: [file],
      matches,
      allFrames: true,
      matchOriginAsFallback: true,
      runAt: 'document_start',
      world: 'ISOLATED',
      // A restart of the browser begins with nothing registered.
      persistAcrossSessions: false,
    },
  ]);
  for (const { id } of await chrome.tabs.query({})) {
    if (id !== undefined) await injectInto(id, new Set(origins));
  }
}

/** New documents run nothing any more. */
export async function closeSites(): Promise<void> {
  const held = await chrome.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  if (held.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [scriptId] });
}

async function injectInto(tabId: number, origins: ReadonlySet<string>): Promise<void> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId }).catch(() => null)) ?? [];
  const frameIds = frames
    .filter(({ url }) => URL.canParse(url) && origins.has(new URL(url).origin))
    .map(({ frameId }) => frameId);
  if (frameIds.length === 0) return;
  // A tab that went away meanwhile needs no script.
  await chrome.scripting
    .executeScript({ target: { tabId, frameIds }, files: [file], injectImmediately: true })
    .catch(() => null);
}
