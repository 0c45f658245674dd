/**
 * A run → the key events that may be kept. The whole text of the run decides,
 * together with what was typed into the same field before; a value that cannot
 * be replaced for sure is withheld.
 */
import type { KeyEvent, KeyWithheldReason } from '@understudy/recording';
import type { Span } from '../span.ts';
import { labelOfField } from '../text/context.ts';
import { applyReplacements, replacementsOf } from '../text/clean-text.ts';
import type { SurrogateTable } from '../surrogate/table.ts';
import { rewriteRun } from './rewrite.ts';
import { typedText, type Run, type RunKey } from './run.ts';

export interface RunDecision {
  readonly events: readonly KeyEvent[];
  readonly outcome:
    | { readonly kind: 'kept' }
    | { readonly kind: 'withheld'; readonly reason: KeyWithheldReason; readonly keys: number }
    | {
        readonly kind: 'rewritten';
        readonly spans: readonly Span[];
        readonly text: string;
        readonly cleanText: string;
        readonly from: number;
        readonly to: number;
      };
}

/** Classes that say what was typed, and how much; all others may be known even in a password field. */
const telling = ({ class: keyClass }: RunKey): boolean =>
  keyClass === 'character' ||
  keyClass === 'erase' ||
  keyClass === 'caret' ||
  keyClass === 'opaque' ||
  keyClass === 'shift';

function withholdRun(run: Run, reason: KeyWithheldReason): RunDecision {
  let keys = 0;
  const events = run.keys.map((key): KeyEvent => {
    if (key.event.stroke.kind === 'withheld' || !telling(key)) return key.event;
    keys += 1;
    return { ...key.event, stroke: { kind: 'withheld', reason } };
  });
  return { events, outcome: { kind: 'withheld', reason, keys } };
}

/** What was typed into the field before this run, in this session: at most a value's length. */
export interface FieldTails {
  get(fieldKey: string): string;
  set(fieldKey: string, text: string): void;
}

const tailUnits = 128;

export function createFieldTails(): FieldTails {
  const tails = new Map<string, string>();
  return {
    get: (key) => tails.get(key) ?? '',
    set: (key, text) => {
      tails.delete(key);
      tails.set(key, text.slice(-tailUnits));
      if (tails.size > 256) tails.delete(tails.keys().next().value ?? '');
    },
  };
}

export type Detect = (text: string, label: string) => readonly Span[];

export function decideRun(
  run: Run,
  detect: Detect,
  table: SurrogateTable,
  tails: FieldTails,
): RunDecision {
  if (run.field.kind === 'secure') return withholdRun(run, 'secureField');
  if (run.field.kind === 'unknown') return withholdRun(run, 'unknownField');
  const { element, key } = run.field;
  const label = labelOfField(element);
  const typed = typedText(run.keys);
  const before = tails.get(key);
  const isCommitted = run.keys.findLast(({ event }) => event.pressed)?.class === 'commit';
  tails.set(key, isCommitted ? '' : before + typed.text);
  const spans = detect(typed.text, label);
  const together = before === '' ? spans : detect(before + typed.text, label);
  // A value that began before this run cannot be typed as its surrogate any more.
  const straddles = together.some(
    ({ start, end, rule }) =>
      start < before.length && end > before.length && !rule.startsWith('label.'),
  );
  const erased = typed.corrected && detect(typed.pressed, label).length > 0;
  const explained =
    spans.reduce((sum, { start, end }) => sum + end - start, 0) >= typed.text.trim().length;
  if (straddles || (!explained && table.isFragment(typed.text)))
    return withholdRun(run, 'sensitive');
  if (typed.uncertain) {
    return spans.length > 0 || erased
      ? withholdRun(run, 'sensitive')
      : withholdRun(run, 'unknownField');
  }
  if (spans.length === 0 && !erased)
    return { events: run.keys.map(({ event }) => event), outcome: { kind: 'kept' } };
  const replacements = replacementsOf(typed.text, spans, table);
  const events = rewriteRun(run, typed, replacements);
  const cleanText = applyReplacements(typed.text, replacements);
  return {
    events,
    outcome: {
      kind: 'rewritten',
      spans,
      text: typed.text,
      cleanText,
      from: run.keys.length,
      to: events.length,
    },
  };
}
