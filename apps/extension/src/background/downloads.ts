/**
 * The browser's downloads → the name of each file, as soon as it has one, and
 * where it came from. Never its folder. The browser shows all of them or none;
 * the host keeps those of the sites that it records.
 */
import { nowMs } from '../now.ts';
import { originOf } from '../sender.ts';

export interface Download {
  readonly name: string;
  /** Of the page that led to it, or of the file where the browser knows of no page. */
  readonly origin: string;
  readonly atMs: number;
}

/** A page of another site may load its files from a listed one: the page decides. */
export function originOfDownload({
  referrer,
  finalUrl,
  url,
}: Pick<chrome.downloads.DownloadItem, 'referrer' | 'finalUrl' | 'url'>): string | null {
  // Firefox knows no `finalUrl`, and Chromium tells of no referrer by an empty text.
  return originOf(referrer || finalUrl || url);
}

/** From here on, or from when the person allows it. */
export function watchDownloads(tell: (download: Download) => void): void {
  let listens = false;
  const tellItem = (item: chrome.downloads.DownloadItem): void => {
    const name = item.filename.split(/[/\\]/u).at(-1) ?? '';
    const origin = originOfDownload(item);
    if (item.incognito || name === '' || origin === null) return;
    tell({ name, origin, atMs: nowMs() });
  };
  const listen = (): void => {
    if (listens || !('downloads' in chrome)) return;
    listens = true;
    chrome.downloads.onCreated.addListener(tellItem);
    // Chromium names the file later, once it knows where to put it.
    chrome.downloads.onChanged.addListener(({ id, filename }) => {
      if (filename === undefined || (filename.previous ?? '') !== '') return;
      void chrome.downloads.search({ id }).then((items) => items.forEach(tellItem));
    });
  };
  listen();
  chrome.permissions.onAdded.addListener(listen);
}
