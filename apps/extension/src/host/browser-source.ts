/**
 * The browser as what a session captures from: batches of the pages' scripts
 * and pictures of the tab in front → raw events in the order of their time.
 *
 * Invariants: nothing is taken without a live consent, nor from an origin that
 * it does not list, whatever a page's script claims; raw events stay in memory.
 */
import { CaptureError, type Capture } from '@understudy/capture';
import type { CaptureSource, CaptureStart } from '@understudy/companion';
import { startBrowserCapture, type BrowserCapture } from './browser-capture.ts';
import type { PageTaker } from './page-taker.ts';

export interface BrowserSource extends CaptureSource, PageTaker {
  /** While the desktop records, nothing is started here: one session, told once. */
  giveWay(toDesktop: boolean): void;
}

export function createBrowserSource(): BrowserSource {
  let capture: BrowserCapture | null = null;
  let desktopRecords = false;
  const start = async (options: CaptureStart): Promise<Capture> => {
    if (desktopRecords) throw recordedByDesktop();
    capture = await startBrowserCapture(options);
    return capture;
  };
  return {
    platform: 'browser',
    tellsClipboard: true,
    lost: new Promise<never>(() => {}),
    start,
    close: async () => {
      capture = null;
    },
    origins: () => capture?.origins() ?? [],
    covers: (origin) => capture?.covers(origin) ?? false,
    greet: (sender) => capture?.greet(sender),
    takeBatch: (sender, batch) => capture?.takeBatch(sender, batch),
    wantPicture: (tab, cause) => capture?.wantPicture(tab, cause),
    bringToFront: (tab, atMs) => capture?.bringToFront(tab, atMs),
    turnTab: (tab, origin, atMs) => capture?.turnTab(tab, origin, atMs),
    noteDownload: (name, origin, atMs) => capture?.noteDownload(name, origin, atMs),
    pauseAtMarker: () => capture?.pauseAtMarker(),
    markerHidden: () => capture?.markerHidden(),
    giveWay: (toDesktop) => {
      desktopRecords = toDesktop;
    },
  };
}

function recordedByDesktop(): CaptureError {
  return new CaptureError({
    code: 'recordedElsewhere',
    message: 'The desktop recorder is recording, this browser included.',
    remedy: 'Stop it first, or go on with it.',
  });
}
