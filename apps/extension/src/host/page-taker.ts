/** Who takes what the pages' scripts tell: a session of the extension's own, or the desktop's. */
import type { PictureCause } from '../page/frame-wish.ts';
import type { PageSender } from '../sender.ts';

export interface PageTaker {
  /** Where scripts may run now; none while nothing is recorded. */
  origins(): readonly string[];
  /** Whether documents of this origin belong to the session, which may be paused. */
  covers(origin: string): boolean;
  /** A document of a listed site runs our script from now on. */
  greet(sender: PageSender): void;
  /** @param batch as the page's script sent it */
  takeBatch(sender: PageSender, batch: unknown): void;
  /** Something on the tab has changed, or is about to. */
  wantPicture(tab: number, cause: PictureCause): void;
  /** Another tab came in front, or none of ours. */
  bringToFront(tab: number | null, atMs: number): void;
  /** A tab shows a document of that origin now; null: the tab is closed. */
  turnTab(tab: number, origin: string | null, atMs: number): void;
  /** The browser got a file from a page of that origin. */
  noteDownload(name: string, origin: string, atMs: number): void;
  /** The person clicked the marker. */
  pauseAtMarker(): void;
  /** The dead-man switch: the marker cannot be seen, so nothing may be recorded. */
  markerHidden(): void;
}
