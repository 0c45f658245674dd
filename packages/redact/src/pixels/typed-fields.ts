/**
 * Fields as they are typed into: while a sensitive value grows sign by sign, the
 * screen shows parts of it that no detector knows. They are covered from the
 * field's first key until the value stands there whole.
 */
import { intersectBoxes, type Box, type RawEvent, type TextBox } from '@understudy/recording';
import type { Run } from '../keys/run.ts';
import type { RunDecision } from '../keys/decide.ts';
import type { Cover } from './cover.ts';

interface TypedField {
  readonly box: Box;
  readonly text: string;
  readonly cleanText: string;
  readonly fromNs: number;
  readonly untilNs: number;
}

export interface TypedFields {
  take(event: RawEvent): void;
  decided(run: Run, text: string, outcome: RunDecision['outcome']): void;
  /** What to show of the text while its field is typed into; null where it is no such field. */
  shown(text: TextBox, timeNs: number, heldRuns: readonly Run[]): string | null;
  /** Whether the field of the text had the focus then: what it holds may not be whole. */
  isFocused(text: TextBox, timeNs: number): boolean;
  /** Secure fields that had the focus at that time: covered even where the frame's structure forgot them. */
  secureBoxes(timeNs: number): Cover[];
}

/** The screen shows a key after its own stamp; so long after the last one the field may still be drawn as it was. */
const leadNs = 50_000_000;
const trailNs = 1_500_000_000;
const rememberedFields = 256;

export function createTypedFields(): TypedFields {
  let fields: TypedField[] = [];
  let focus: { timeNs: number; box: Box | null; secure: boolean }[] = [];
  const shows = (field: TypedField, { text, box }: TextBox, timeNs: number): boolean => {
    if (timeNs < field.fromNs - leadNs || timeNs > field.untilNs + trailNs) return false;
    if (intersectBoxes(field.box, box) !== null) return true;
    const shown = text.trim();
    return shown.length >= 3 && field.text.startsWith(shown);
  };
  return {
    take: (event) => {
      if (event.kind !== 'element' || event.relation !== 'focus') return;
      const { element, timeNs } = event;
      focus.push({ timeNs, box: element?.box ?? null, secure: element?.secure === true });
      focus = focus.slice(-rememberedFields);
    },
    decided: (run, text, outcome) => {
      if (outcome.kind === 'kept' || run.field.kind !== 'known') return;
      const cleanText = outcome.kind === 'rewritten' ? outcome.cleanText : '';
      fields.push({
        box: run.field.element.box,
        text,
        cleanText,
        fromNs: run.startNs,
        untilNs: run.lastNs,
      });
      fields = fields.slice(-rememberedFields);
    },
    shown: (text, timeNs, heldRuns) => {
      const field = fields.findLast((field) => shows(field, text, timeNs));
      if (field !== undefined) return beginningOf(field, text.text.trim());
      const held = heldRuns.some(
        ({ field, startNs }) =>
          field.kind === 'known' &&
          timeNs >= startNs - leadNs &&
          intersectBoxes(field.element.box, text.box) !== null,
      );
      return held ? '' : null;
    },
    isFocused: (text, timeNs) => {
      const box = focus.findLast((entry) => entry.timeNs <= timeNs)?.box ?? null;
      return box !== null && intersectBoxes(box, text.box) !== null;
    },
    secureBoxes: (timeNs) => {
      const last = focus.findLast((entry) => entry.timeNs <= timeNs);
      if (last?.secure !== true || last.box === null) return [];
      const { box } = last;
      const draw = { origin: box, raw: '', clean: '••••••••' };
      return [{ box, kind: 'secureField', layer: 'L1', rule: 'field.secureFocus', draw }];
    },
  };
}

/** As much of the clean text as was typed of the raw one by then. */
function beginningOf({ text, cleanText }: TypedField, shown: string): string {
  if (text === '' || !text.startsWith(shown)) return '';
  return cleanText.slice(0, Math.round((cleanText.length * shown.length) / text.length));
}
