/** One text on its own: `understudy redact --text`, and everybody who wants only the detectors. */
import { systemRandom, type Random } from '@understudy/base';
import { RedactError } from './error.ts';
import type { RedactionMode, Span } from './span.ts';
import { createSurrogateTable } from './surrogate/table.ts';
import { headsAbove } from './text/columns.ts';
import { createTextLayer } from './text/text-layer.ts';
import type { ContributorRules } from './rules.ts';

export interface TextRedactor {
  /**
   * `spans` are in UTF-16 offsets of the given text; `text` has their surrogates.
   * @throws RedactError `badText` where it holds lone surrogates, which is what broken UTF-8 or UTF-16 decodes to.
   */
  redact(text: string): { readonly spans: readonly Span[]; readonly text: string };
}

/** Longer texts are taken in parts, so that time and memory stay linear in the text. */
const longestPart = 20_000;

/** A cut is sought in the end of a part; what begins there may be the rest of a value that stands before. */
const tailUnits = 4000;
const blurredUnits = 600;

/** So far from a cut nothing is found: a value, or the label before it, must not be cut in two. */
const clearUnits = 200;

/** Signs to cut behind, the surest first. */
const ends = ['\n', ' ', '}', '>', ';', ','] as const;

/** Behind the last of the surest sign with nothing found within `clear` of it; null: there is none. */
function placeOfCut(tail: string, spans: readonly Span[], clear: number): number | null {
  for (const sign of ends) {
    let at = tail.lastIndexOf(sign, tail.length - clearUnits) + 1;
    while (at > blurredUnits) {
      const cut = at;
      const near = spans.find(({ start, end }) => start - clear < cut && cut < end + clear);
      if (near === undefined) return cut;
      at = tail.lastIndexOf(sign, Math.min(cut - 2, near.start - clear)) + 1;
    }
  }
  return null;
}

/** Far from all values where that can be, else between two; within a word only where no sign stands. */
function* partsOf(text: string, found: (tail: string) => readonly Span[]): Generator<string> {
  let from = 0;
  while (text.length - from > longestPart) {
    const tailFrom = from + longestPart - tailUnits;
    const tail = text.slice(tailFrom, from + longestPart);
    const spans = found(tail);
    const to =
      tailFrom + (placeOfCut(tail, spans, clearUnits) ?? placeOfCut(tail, spans, 0) ?? tailUnits);
    yield text.slice(from, to);
    from = to;
  }
  yield text.slice(from);
}

export function createTextRedactor(
  options: {
    readonly mode?: RedactionMode;
    readonly rules?: ContributorRules;
    readonly random?: Random;
  } = {},
): TextRedactor {
  const table = createSurrogateTable(options.random ?? systemRandom);
  const mode = options.mode ?? 'strict';
  const scope = mode === 'strict' ? 'all' : 'identifying';
  const layer = createTextLayer(table, { mode, scope, rules: options.rules ?? {} });
  return {
    redact: (text) => {
      if (!text.isWellFormed()) {
        throw new RedactError({
          code: 'badText',
          message: 'The text is not well-formed Unicode.',
          remedy: 'Give it as valid UTF-8.',
        });
      }
      const spans: Span[] = [];
      let clean = '';
      let from = 0;
      const above = text.length > longestPart ? headsAbove(text) : () => '';
      for (const part of partsOf(text, (piece) => layer.found(piece, ''))) {
        const heads = above(from);
        layer.learn(part, '', heads);
        const cleaned = layer.clean(part, '', heads);
        for (const span of cleaned.spans)
          spans.push({ ...span, start: span.start + from, end: span.end + from });
        clean += cleaned.text;
        from += part.length;
      }
      return { spans, text: clean };
    },
  };
}
