/**
 * A frame's structure → what must be covered in it. Windows are laid over each
 * other back to front, so that what hides a cover also removes it.
 *
 * Invariant: pixels of windows not allowed, of windows without structure, of
 * secure fields and of texts with a sensitive value are inside a cover.
 */
import type { Box, FrameWindow, TextBox } from '@understudy/recording';
import { intersectBoxes, subtractBox } from '@understudy/recording';
import type { AreaRule } from '../rules.ts';
import type { Span } from '../span.ts';
import type { RedactionCount } from '../report.ts';

export interface Cover {
  readonly box: Box;
  readonly kind: RedactionCount['kind'];
  readonly layer: RedactionCount['layer'];
  readonly rule: string;
  /** What is shown instead; null for a solid fill. */
  readonly draw: Drawn | null;
  /** The clean pixels that stand there already are kept instead of a fill. */
  readonly keeps?: boolean;
  /** Its pixels may be read: what they then explain is shown instead of a fill. */
  readonly reads?: boolean;
}

export interface Drawn {
  /** The whole place of the text, of which `box` may be the visible part. */
  readonly origin: Box;
  readonly raw: string;
  readonly clean: string;
}

export interface CoverRules {
  /** The sensitive spans of a text on the screen, and the text with their surrogates. */
  readonly cleanText: (
    text: string,
    label: string,
  ) => { readonly spans: readonly Span[]; readonly text: string };
  /** What to show of a text that may be a part of a value still being typed; null where it is none. */
  readonly beingTyped: (text: TextBox, timeNs: number) => string | null;
  readonly isSecretLabel: (label: string) => boolean;
  readonly areas: readonly AreaRule[];
  readonly explained: Explained;
}

/** Of an area that a person or a program never wants shown. */
export const areaRule = 'rules.area';
/** Of a window that gave no structure: of unknown origin. */
const unexplainedRule = 'window.unexplained';

/** Antialiased edges and carets stand a little outside of the box that accessibility tells. */
const marginPx = 2;

function grow({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** As many as any password field shows, however long its password is. */
export const bullets = '••••••••';

const leastInside = 0.8;

const fieldRoles: ReadonlySet<string> = new Set([
  'textbox',
  'entry',
  'text',
  'searchbox',
  'combobox',
  'combo box',
  'spinbutton',
  'spin button',
  'editbar',
  'password text',
]);

function coversOfText(text: TextBox, timeNs: number, rules: CoverRules): Cover[] {
  const box = grow(text.box, marginPx);
  const label = text.label ?? '';
  const cover = (
    kind: Cover['kind'],
    layer: Cover['layer'],
    rule: string,
    clean: string,
  ): Cover[] => [
    { box, kind, layer, rule, draw: { origin: box, raw: text.secure ? '' : text.text, clean } },
  ];
  if (text.picture === true) {
    return [{ box, kind: 'unknown', layer: 'L3', rule: 'picture', draw: null, reads: true }];
  }
  if (text.secure) return cover('secureField', 'L1', 'field.secure', bullets);
  if (text.text.trim() === '') {
    // A placeholder, or a value that the structure does not tell yet: shown as empty as it is said to be.
    return fieldRoles.has(text.role.toLowerCase()) ? cover('unknown', 'L1', 'field.empty', '') : [];
  }
  if (label !== '' && text.text !== label && rules.isSecretLabel(label)) {
    return cover('secureField', 'L1', 'field.secretLabel', bullets);
  }
  const shown = rules.beingTyped(text, timeNs);
  if (shown !== null) return cover('unknown', 'L3', 'field.beingTyped', shown);
  const { spans, text: clean } = rules.cleanText(text.text, label);
  const span = spans[0];
  return span === undefined ? [] : cover(span.kind, 'L3', span.rule, clean);
}

/** Most of it stands in the other: a label around a field stands not in it, though they share a place. */
function isInside(inner: TextBox, outer: TextBox): boolean {
  if (inner === outer || inner.text.trim() === '') return false;
  const shared = intersectBoxes(inner.box, outer.box);
  if (shared === null) return false;
  return shared.width * shared.height >= leastInside * inner.box.width * inner.box.height;
}

function isOverlaid({ box, text }: TextBox, others: readonly TextBox[]): boolean {
  const area = box.width * box.height;
  return others.some((other) => {
    const shared = intersectBoxes(box, other.box);
    if (shared === null || other.text.includes(text) || text.includes(other.text)) return false;
    return shared.width * shared.height > 0.3 * Math.min(area, other.box.width * other.box.height);
  });
}

/**
 * What an empty container shows is told by the texts inside of it. One of its own role is none of
 * these: it is the same field at another moment, and the frame may show it as it was when empty.
 */
function isExplainedInside(text: TextBox, texts: readonly TextBox[]): boolean {
  if (text.text.trim() !== '' || text.secure) return false;
  const inside = texts.filter((other) => isInside(other, text));
  return inside.length > 0 && inside.every(({ role }) => role !== text.role);
}

function coversOfTexts(texts: readonly TextBox[], timeNs: number, rules: CoverRules): Cover[] {
  return texts.flatMap((text, index) => {
    const own = coversOfText(text, timeNs, rules);
    if (isExplainedInside(text, texts)) return [];
    // Of two texts in one place, capture tells the one of its earlier reading last: nothing is drawn for it.
    return own.length > 0 && isOverlaid(text, texts.slice(0, index))
      ? own.map((cover) =>
          cover.draw === null ? cover : { ...cover, draw: { ...cover.draw, clean: '' } },
        )
      : own;
  });
}

function coversOfWindow(window: FrameWindow, timeNs: number, rules: CoverRules): Cover[] {
  if (!window.allowed)
    return [
      { box: window.box, kind: 'window', layer: 'L1', rule: 'window.notAllowed', draw: null },
    ];
  const covers = window.texts === null ? [] : coversOfTexts(window.texts, timeNs, rules);
  if (window.texts === null) {
    covers.push({
      box: window.box,
      kind: 'window',
      layer: 'L1',
      rule: unexplainedRule,
      draw: null,
      keeps: rules.explained.mayKeep(window, timeNs),
    });
  }
  for (const area of rules.areas) {
    if (area.app.toLowerCase() !== window.app.toLowerCase()) continue;
    const box = {
      x: window.box.x + area.x,
      y: window.box.y + area.y,
      width: area.width,
      height: area.height,
    };
    covers.push({ box, kind: 'area', layer: 'rules', rule: areaRule, draw: null });
  }
  return covers.flatMap((cover) => {
    const inside = intersectBoxes(cover.box, window.box);
    return inside === null ? [] : [{ ...cover, box: inside }];
  });
}

/** What a window showed a moment ago may stand a little longer where its structure is late. */
export interface Explained {
  /** Whether the cover of a window without structure may keep the window's last clean pixels. */
  mayKeep(window: FrameWindow, timeNs: number): boolean;
}

const keepNs = 3_000_000_000;

/** Remembers when each window last had structure, and where it stood then. */
export function createExplained(): Explained & {
  note(windows: readonly FrameWindow[], timeNs: number): void;
} {
  const seen = new Map<number, { timeNs: number; box: Box }>();
  return {
    note: (windows, timeNs) => {
      for (const { handle, texts, allowed, box } of windows)
        if (allowed && texts !== null) seen.set(handle, { timeNs, box });
    },
    mayKeep: ({ handle, box, allowed }, timeNs) => {
      const last = seen.get(handle);
      if (!allowed || last === undefined || timeNs - last.timeNs > keepNs) return false;
      return (
        last.box.x === box.x &&
        last.box.y === box.y &&
        last.box.width === box.width &&
        last.box.height === box.height
      );
    },
  };
}

export function coversOfFrame(
  windows: readonly FrameWindow[],
  timeNs: number,
  rules: CoverRules,
): Cover[] {
  let covers: Cover[] = [];
  for (const window of windows.toReversed()) {
    covers = covers.flatMap((cover) =>
      subtractBox(cover.box, window.box).map((box) => ({ ...cover, box })),
    );
    covers.push(...coversOfWindow(window, timeNs, rules));
  }
  return covers;
}
