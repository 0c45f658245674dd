/**
 * The page's script is registered for a program's sites while their recording
 * runs, and for nothing else at any other time: what is not registered cannot
 * run, whatever else goes wrong.
 */
import { originToPattern } from '../origin.ts';

/** `page` records for the extension's own session, `pair` answers to the desktop's. */
export type SiteScript = 'page' | 'pair';

/**
 * From here on new documents of these origins run it; those that are open get it as soon as they can.
 * @param before files that run before it
 */
export async function openSites(
  script: SiteScript,
  origins: readonly string[],
  before: readonly string[] = [],
): Promise<void> {
  await closeSites(script);
  if (origins.length === 0) return;
  const matches = [...new Set(origins.map(originToPattern))];
  const files = [...before, `content-scripts/${script}.js`];
  await chrome.scripting.registerContentScripts([
    {
      id: script,
      js: files,
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
    if (id !== undefined) await injectInto(id, files, new Set(origins));
  }
}

/** New documents run nothing any more. */
export async function closeSites(script: SiteScript): Promise<void> {
  const held = await chrome.scripting.getRegisteredContentScripts({ ids: [script] });
  if (held.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [script] });
}

async function injectInto(
  tabId: number,
  files: string[],
  origins: ReadonlySet<string>,
): Promise<void> {
  const frames = (await chrome.webNavigation.getAllFrames({ tabId }).catch(() => null)) ?? [];
  const frameIds = frames
    .filter(({ url }) => URL.canParse(url) && origins.has(new URL(url).origin))
    .map(({ frameId }) => frameId);
  if (frameIds.length === 0) return;
  // A tab that went away meanwhile needs no script; one that a dialog blocks gets it when it goes on.
  void chrome.scripting
    .executeScript({
      target: { tabId, frameIds },
      files,
      injectImmediately: true,
    })
    .catch(() => null);
}
