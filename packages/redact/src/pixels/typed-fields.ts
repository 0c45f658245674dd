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
  readonly fromNs: number;
  readonly untilNs: number;
}

export interface TypedFields {
  take(event: RawEvent): void;
  decided(run: Run, text: string, outcome: RunDecision['outcome']['kind']): void;
  covers(text: TextBox, timeNs: number, heldRuns: readonly Run[]): boolean;
  /** Secure fields that had the focus at that time: covered even where the frame's structure forgot them. */
  secureBoxes(timeNs: number): Cover[];
}

/** The screen shows a key after its own stamp; so long after the last one the field may still be drawn as it was. */
const leadNs = 50_000_000;
const trailNs = 1_500_000_000;
const rememberedFields = 256;

export function createTypedFields(): TypedFields {
  let fields: TypedField[] = [];
  let focus: { timeNs: number; secureBox: Box | null }[] = [];
  const shows = (field: TypedField, { text, box }: TextBox, timeNs: number): boolean => {
    if (timeNs < field.fromNs - leadNs || timeNs > field.untilNs + trailNs) return false;
    if (intersectBoxes(field.box, box) !== null) return true;
    const shown = text.trim();
    return shown.length >= 3 && field.text.startsWith(shown);
  };
  return {
    take: (event) => {
      if (event.kind !== 'element' || event.relation !== 'focus') return;
      focus.push({
        timeNs: event.timeNs,
        secureBox: event.element?.secure === true ? event.element.box : null,
      });
      focus = focus.slice(-rememberedFields);
    },
    decided: (run, text, outcome) => {
      if (outcome === 'kept' || run.field.kind !== 'known') return;
      fields.push({ box: run.field.element.box, text, fromNs: run.startNs, untilNs: run.lastNs });
      fields = fields.slice(-rememberedFields);
    },
    covers: (text, timeNs, heldRuns) =>
      fields.some((field) => shows(field, text, timeNs)) ||
      heldRuns.some(
        ({ field, startNs }) =>
          field.kind === 'known' &&
          timeNs >= startNs - leadNs &&
          intersectBoxes(field.element.box, text.box) !== null,
      ),
    secureBoxes: (timeNs) => {
      const box = focus.findLast((entry) => entry.timeNs <= timeNs)?.secureBox ?? null;
      return box === null
        ? []
        : [{ box, kind: 'secureField', layer: 'L1', rule: 'field.secureFocus' }];
    },
  };
}
