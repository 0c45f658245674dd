/** One text on its own: `understudy redact --text`, and everybody who wants only the detectors. */
import { systemRandom, type Random } from '@understudy/base';
import { RedactError } from './error.ts';
import type { RedactionMode, Span } from './span.ts';
import { createSurrogateTable } from './surrogate/table.ts';
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

/** Signs at which no value goes on, the surest first. */
const ends = ['\n', ' ', '}', '>', ';', ','] as const;

/** Cuts behind the last of the surest sign that each part has; within a word only where none is. */
function* partsOf(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > longestPart) {
    const part = text.slice(from, from + longestPart);
    const end = ends.find((sign) => part.includes(sign, longestPart / 2));
    const length = end === undefined ? longestPart : part.lastIndexOf(end) + 1;
    yield part.slice(0, length);
    from += length;
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
  const layer = createTextLayer(table, { mode, scope, ruleSets: [options.rules] });
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
      for (const part of partsOf(text)) {
        layer.learn(part, '');
        const cleaned = layer.clean(part, '');
        for (const span of cleaned.spans)
          spans.push({ ...span, start: span.start + from, end: span.end + from });
        clean += cleaned.text;
        from += part.length;
      }
      return { spans, text: clean };
    },
  };
}
