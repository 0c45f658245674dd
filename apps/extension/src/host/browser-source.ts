/**
 * The browser as what a session captures from: batches of the pages' scripts
 * and pictures of the tab in front → raw events in the order of their time.
 *
 * Invariants: nothing is taken without a live consent, nor from an origin that
 * it does not list, whatever a page's script claims; raw events stay in memory.
 */
import type { Capture, CaptureOptions } from '@understudy/capture';
import type { CaptureSource } from '@understudy/companion';
import { startBrowserCapture, type BrowserCapture } from './browser-capture.ts';
import type { PageTaker } from './page-taker.ts';

export type BrowserSource = CaptureSource & PageTaker;

export function createBrowserSource(): BrowserSource {
  let capture: BrowserCapture | null = null;
  const start = async (options: Omit<CaptureOptions, 'desktop'>): Promise<Capture> => {
    capture = await startBrowserCapture(options);
    return capture;
  };
  return {
    platform: 'browser',
    lost: new Promise<never>(() => {}),
    start,
    close: async () => {
      capture = null;
    },
    origins: () => capture?.origins() ?? [],
    covers: (origin) => capture?.covers(origin) ?? false,
    takeBatch: (sender, batch) => capture?.takeBatch(sender, batch),
    wantPicture: (tab) => capture?.wantPicture(tab),
    bringToFront: (tab, atMs) => capture?.bringToFront(tab, atMs),
    pauseAtMarker: () => capture?.pauseAtMarker(),
    markerHidden: () => capture?.markerHidden(),
  };
}
