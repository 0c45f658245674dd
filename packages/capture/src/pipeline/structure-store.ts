/**
 * The structure of each window, read only when something may have changed it.
 *
 * A change of text is told by events; a scroll by none, so damage that is
 * larger than a caret counts as a change of layout too.
 */
import { intersectBoxes, type Box } from '@understudy/recording';
import type { DesktopWindow, OpenElements, WindowStructure } from '../ports.ts';

export interface KnownStructure {
  readonly structure: WindowStructure | null;
  /** When the layout last changed, and whether that was after this reading began. */
  readonly layoutChangedNs: number;
  readonly isLayoutStale: boolean;
}

export interface StructureStore {
  noteChange(processId: number, what: 'text' | 'layout', atNs: number): void;
  noteDamage(damage: readonly Box[], windows: readonly DesktopWindow[], atNs: number): void;
  known(window: DesktopWindow): KnownStructure | null;
  /** The structure as it is now: read again only where something changed since. */
  read(window: DesktopWindow): Promise<KnownStructure>;
  /** The same, although nothing told of a change: Chromium tells of a scroll late, or never. */
  readAnew(window: DesktopWindow): Promise<KnownStructure>;
  forgetOthers(windows: readonly DesktopWindow[]): void;
}

interface Held {
  structure: WindowStructure | null;
  layoutChangedNs: number;
  isLayoutStale: boolean;
  isTextStale: boolean;
  box: Box;
  title: string;
  reading: Promise<void> | null;
}

/** A caret, or a letter typed, changes less than this. */
const caretPx = 24;

export function createStructureStore(elements: OpenElements): StructureStore {
  const held = new Map<number, Held & { processId: number | null }>();

  const start = (window: DesktopWindow): Held & { processId: number | null } => {
    const found = held.get(window.handle);
    if (found !== undefined) return found;
    const made = {
      structure: null,
      layoutChangedNs: Number.NEGATIVE_INFINITY,
      isLayoutStale: true,
      isTextStale: true,
      box: window.box,
      title: window.title,
      reading: null,
      processId: window.processId,
    };
    held.set(window.handle, made);
    return made;
  };

  const readAgain = async (entry: Held, window: DesktopWindow): Promise<void> => {
    // What changes while we read makes the reading stale again.
    entry.isLayoutStale = false;
    entry.isTextStale = false;
    entry.box = window.box;
    entry.title = window.title;
    const structure = await elements.structure(window).catch(() => null);
    if (!isSameStructure(entry.structure, structure)) entry.structure = structure;
    // A window that has told nothing yet is asked again each time.
    if (structure === null) entry.isLayoutStale = true;
  };

  const read = async (window: DesktopWindow, anew: boolean): Promise<KnownStructure> => {
    const entry = start(window);
    const moved = !isSameBox(entry.box, window.box) || entry.title !== window.title;
    // Whoever is reading may have begun before the last change.
    if (entry.reading !== null) await entry.reading;
    if (anew || moved || entry.isLayoutStale || entry.isTextStale) {
      entry.reading = readAgain(entry, window).finally(() => {
        entry.reading = null;
      });
      await entry.reading;
    }
    return { ...entry };
  };

  return {
    noteChange: (processId, what, atNs) => {
      for (const entry of held.values()) {
        if (entry.processId !== processId) continue;
        entry.isTextStale = true;
        if (what === 'text') continue;
        entry.isLayoutStale = true;
        entry.layoutChangedNs = atNs;
      }
    },
    noteDamage: (damage, windows, atNs) => {
      const large = damage.filter((box) => box.width > caretPx && box.height > caretPx);
      if (large.length === 0) return;
      for (const window of windows) {
        const entry = held.get(window.handle);
        if (entry === undefined) continue;
        if (!large.some((box) => intersectBoxes(box, window.box) !== null)) continue;
        entry.isLayoutStale = true;
        entry.layoutChangedNs = Math.max(entry.layoutChangedNs, atNs);
      }
    },
    known: (window) => held.get(window.handle) ?? null,
    read: (window) => read(window, false),
    readAnew: (window) => read(window, true),
    forgetOthers: (windows) => {
      const shown = new Set(windows.map((window) => window.handle));
      for (const handle of held.keys()) if (!shown.has(handle)) held.delete(handle);
    },
  };
}

export function isSameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function isSameStructure(a: WindowStructure | null, b: WindowStructure | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.url === b.url &&
    a.pageTitle === b.pageTitle &&
    a.isPrivate === b.isPrivate &&
    a.texts.length === b.texts.length &&
    a.texts.every((text, index) => {
      const other = b.texts[index];
      return (
        other !== undefined &&
        a.keys[index] === b.keys[index] &&
        text.text === other.text &&
        text.secure === other.secure &&
        isSameBox(text.box, other.box)
      );
    })
  );
}
