/**
 * A frame's structure → what must be covered in it. Windows are laid over each
 * other back to front, so that what hides a cover also removes it.
 *
 * Invariant: pixels of windows not allowed, of windows without structure, of
 * secure fields and of texts with a sensitive value are inside a cover.
 */
import type { Box, FrameWindow, TextBox } from '@understudy/recording';
import { intersectBoxes } from '@understudy/recording';
import type { AreaRule } from '../rules.ts';
import type { Span } from '../span.ts';
import type { RedactionCount } from '../report.ts';
import { subtractBox } from './boxes.ts';

export interface Cover {
  readonly box: Box;
  readonly kind: RedactionCount['kind'];
  readonly layer: RedactionCount['layer'];
  readonly rule: string;
}

export interface CoverRules {
  /** The sensitive spans of a text on the screen. */
  readonly spansOf: (text: string, label: string) => readonly Span[];
  /** Whether the text, at this place and time, may be a part of a value that is still being typed. */
  readonly isBeingTyped: (text: TextBox, timeNs: number) => boolean;
  readonly isSecretLabel: (label: string) => boolean;
  readonly areas: readonly AreaRule[];
}

/** Antialiased edges and carets stand a little outside of the box that accessibility tells. */
const marginPx = 2;

function grow({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function coversOfText(text: TextBox, timeNs: number, rules: CoverRules): Cover[] {
  const box = grow(text.box, marginPx);
  const label = text.label ?? '';
  if (text.secure || (label !== '' && text.text !== label && rules.isSecretLabel(label))) {
    return [
      {
        box,
        kind: 'secureField',
        layer: 'L1',
        rule: text.secure ? 'field.secure' : 'field.secretLabel',
      },
    ];
  }
  if (text.text.trim() === '') return [];
  if (rules.isBeingTyped(text, timeNs))
    return [{ box, kind: 'unknown', layer: 'L3', rule: 'field.beingTyped' }];
  const span = rules.spansOf(text.text, label)[0];
  return span === undefined ? [] : [{ box, kind: span.kind, layer: 'L3', rule: span.rule }];
}

function coversOfWindow(window: FrameWindow, timeNs: number, rules: CoverRules): Cover[] {
  if (!window.allowed)
    return [{ box: window.box, kind: 'window', layer: 'L1', rule: 'window.notAllowed' }];
  if (window.texts === null)
    return [{ box: window.box, kind: 'window', layer: 'L1', rule: 'window.unexplained' }];
  const covers = window.texts.flatMap((text) => coversOfText(text, timeNs, rules));
  for (const area of rules.areas) {
    if (area.app.toLowerCase() !== window.app.toLowerCase()) continue;
    const box = {
      x: window.box.x + area.x,
      y: window.box.y + area.y,
      width: area.width,
      height: area.height,
    };
    covers.push({ box, kind: 'area', layer: 'rules', rule: 'rules.area' });
  }
  return covers.flatMap((cover) => {
    const inside = intersectBoxes(cover.box, window.box);
    return inside === null ? [] : [{ ...cover, box: inside }];
  });
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
