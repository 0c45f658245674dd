/**
 * Who sent a message, by the browser's word. A content script runs in the
 * process of the page that it stands in: it counts as that page.
 */

type Sender = chrome.runtime.MessageSender;

/** One of the extension's own pages or workers. */
export function isOwnPage({ id, origin, url }: Sender): boolean {
  const own = new URL(chrome.runtime.getURL('/')).origin;
  return id === chrome.runtime.id && (origin ?? originOf(url)) === own;
}

export interface PageSender {
  readonly tab: number;
  readonly frame: number;
  readonly document: string;
  readonly origin: string;
}

/** The document of a web page that runs our script, or null where the sender is none. */
export function pageSenderOf(sender: Sender): PageSender | null {
  const { tab, frameId, documentId, origin, url } = sender;
  if (sender.id !== chrome.runtime.id || tab?.id === undefined || frameId === undefined)
    return null;
  if (tab.incognito) return null;
  const from = origin ?? originOf(url);
  if (from === null || isOwnPage(sender)) return null;
  return {
    tab: tab.id,
    frame: frameId,
    document: documentId ?? `${tab.id} ${frameId}`,
    origin: from,
  };
}

export function originOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
}
