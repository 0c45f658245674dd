/** The desktop's sites that the browser does not let the extension see yet. */
import { originToPattern } from '../origin.ts';

export async function missingSites(origins: readonly string[]): Promise<readonly string[]> {
  const granted = await Promise.all(
    origins.map((origin) => chrome.permissions.contains({ origins: [originToPattern(origin)] })),
  );
  return origins.filter((_, at) => granted[at] === false);
}

/** Opens the page that asks for them, unless it stands open. */
export async function showMissingSites(): Promise<void> {
  const url = chrome.runtime.getURL('sites.html');
  const [open] = await chrome.tabs.query({ url });
  if (open === undefined) await chrome.tabs.create({ url });
}
