/**
 * The structure of each window, read only when something may have changed it.
 *
 * Events tell of changed text and objects. Of a scroll no event tells, and
 * Chromium goes on telling the old places for a while; so damage larger than
 * a line of text makes a structure doubtful until it is proved again. A reading
 * leaves out what stands outside of its window, so it is right only of a window
 * that stands where it stood then.
 */
import { intersectBoxes, type Box } from '@understudy/recording';
import type { DesktopWindow, OpenElements, StructureChange, WindowStructure } from '../ports.ts';
import { containsBox, isSameBox } from './region.ts';

export interface KnownStructure {
  readonly structure: WindowStructure | null;
  /** When more than a line of the window last changed on the screen. */
  readonly damagedNs: number;
  /** The last large ones, the newest at the end: the window may show another page since. */
  readonly paints: readonly Paint[];
  /** Until when the structure was seen to be right; after `damagedNs`, it still is. */
  readonly provedNs: number;
  /** An event told of a change since it was read, or the window stood elsewhere then. */
  readonly isStale: boolean;
}

/** What of a window was painted at once. */
export interface Paint {
  readonly atNs: number;
  readonly boxes: readonly Box[];
}

export interface StructureStore {
  noteChange(processId: number, what: StructureChange): void;
  noteDamage(damage: readonly Box[], windows: readonly DesktopWindow[], atNs: number): void;
  /** What of the damage until `atNs` came to look different; the rest was painted for nothing. */
  noteChanged(changed: readonly Box[], windows: readonly DesktopWindow[], atNs: number): void;
  /** This reading was right then; one that took its place meanwhile proves nothing. */
  noteProved(window: DesktopWindow, structure: WindowStructure, atNs: number): void;
  /** What is known by now, as it stands. */
  known(window: DesktopWindow): KnownStructure | null;
  /** The structure as it is now: read again only where something changed since. */
  read(window: DesktopWindow): Promise<KnownStructure>;
  /** The same, although nothing told of a change. */
  readAnew(window: DesktopWindow): Promise<KnownStructure>;
  forgetOthers(windows: readonly DesktopWindow[]): void;
}

interface Held {
  structure: WindowStructure | null;
  paints: readonly Paint[];
  /** What events told of since it was read; null: of nothing. */
  changed: StructureChange | null;
  damagedNs: number;
  /** The last large damage that did change something. */
  changedNs: number;
  provedNs: number;
  /** Where the window stood when the structure was read, and what it was called. */
  box: Box;
  title: string;
  readonly processId: number | null;
  reading: Promise<void> | null;
}

/** A caret, a letter typed, a button lit up change less than this in one direction. */
const lineHeightPx = 48;
const paintsAtMost = 32;

function isLarge(box: Box): boolean {
  return box.width > lineHeightPx && box.height > lineHeightPx;
}

export function createStructureStore(elements: OpenElements): StructureStore {
  const held = new Map<number, Held>();

  const start = (window: DesktopWindow): Held => {
    const found = held.get(window.handle);
    if (found !== undefined) return found;
    const made: Held = {
      structure: null,
      paints: [],
      damagedNs: Number.NEGATIVE_INFINITY,
      changedNs: Number.NEGATIVE_INFINITY,
      provedNs: Number.NEGATIVE_INFINITY,
      changed: 'layout',
      box: window.box,
      title: window.title,
      processId: window.processId,
      reading: null,
    };
    held.set(window.handle, made);
    return made;
  };

  const readAgain = async (
    entry: Held,
    window: DesktopWindow,
    changed: StructureChange,
  ): Promise<void> => {
    // What changes while we read makes the reading stale again.
    entry.changed = null;
    const structure = await elements.structure(window, changed).catch(() => null);
    if (!isSameStructure(entry.structure, structure)) entry.structure = structure;
    entry.box = window.box;
    entry.title = window.title;
    // A window that has told nothing yet is asked again each time.
    if (structure === null) entry.changed = 'layout';
  };

  const read = async (window: DesktopWindow, anew: boolean): Promise<KnownStructure> => {
    const entry = start(window);
    // Whoever is reading may have begun before the last change.
    while (entry.reading !== null) await entry.reading;
    const isDoubtful = anew || isElsewhere(entry, window) || entry.damagedNs > entry.provedNs;
    const changed = isDoubtful ? 'layout' : entry.changed;
    if (changed !== null) {
      entry.reading = readAgain(entry, window, changed).finally(() => {
        entry.reading = null;
      });
      await entry.reading;
    }
    return toKnown(entry, window);
  };

  return {
    noteChange: (processId, what) => {
      for (const entry of held.values()) {
        if (entry.processId === processId && entry.changed !== 'layout') entry.changed = what;
      }
    },
    noteDamage: (damage, windows, atNs) => {
      const large = damage.filter(isLarge);
      if (large.length === 0) return;
      for (const window of windows) {
        const painted = large.flatMap((box) => intersectBoxes(box, window.box) ?? []);
        if (painted.length === 0) continue;
        const entry = start(window);
        entry.damagedNs = Math.max(entry.damagedNs, atNs);
        // What is painted again and again must not push out the page that it is a part of.
        const others = entry.paints.filter(
          ({ boxes }) => !boxes.every((box) => painted.some((over) => containsBox(over, box))),
        );
        entry.paints = [...others.slice(1 - paintsAtMost), { atNs, boxes: painted }];
      }
    },
    noteChanged: (changed, windows, atNs) => {
      const large = changed.filter(isLarge);
      for (const window of windows) {
        const entry = held.get(window.handle);
        if (entry === undefined || entry.damagedNs > atNs) continue;
        const isChanged = large.some((box) => intersectBoxes(box, window.box) !== null);
        if (isChanged) entry.changedNs = entry.damagedNs;
        else entry.damagedNs = entry.changedNs;
      }
    },
    noteProved: ({ handle }, structure, atNs) => {
      const entry = held.get(handle);
      if (entry?.structure === structure) entry.provedNs = Math.max(entry.provedNs, atNs);
    },
    known: (window) => {
      const entry = held.get(window.handle);
      return entry === undefined ? null : toKnown(entry, window);
    },
    read: (window) => read(window, false),
    readAnew: (window) => read(window, true),
    forgetOthers: (windows) => {
      const shown = new Set(windows.map((window) => window.handle));
      for (const handle of held.keys()) if (!shown.has(handle)) held.delete(handle);
    },
  };
}

function toKnown(entry: Held, window: DesktopWindow): KnownStructure {
  const { structure, damagedNs, paints, provedNs, changed } = entry;
  return {
    structure,
    damagedNs,
    paints,
    provedNs,
    isStale: changed !== null || isElsewhere(entry, window),
  };
}

/** A window of another title shows something else. */
function isElsewhere({ box, title }: Held, window: DesktopWindow): boolean {
  return !isSameBox(box, window.box) || title !== window.title;
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
