/**
 * The browser's downloads → the name of each file, as soon as it has one, and
 * where it came from. Never its folder. The browser shows all of them or none;
 * the host keeps those of the sites that it records.
 */
import { nowMs } from '../now.ts';
import { originOf } from '../sender.ts';

export interface Download {
  readonly name: string;
  /** Of the file and of the page that led to it. */
  readonly origins: readonly string[];
  readonly atMs: number;
}

/** From here on, or from when the person allows it. */
export function watchDownloads(tell: (download: Download) => void): void {
  let listens = false;
  const tellItem = ({
    filename,
    incognito,
    url,
    finalUrl,
    referrer,
  }: chrome.downloads.DownloadItem): void => {
    const name = filename.split(/[/\\]/u).at(-1) ?? '';
    if (incognito || name === '') return;
    const origins = [url, finalUrl, referrer].flatMap((from) => originOf(from) ?? []);
    tell({ name, origins: [...new Set(origins)], atMs: nowMs() });
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
