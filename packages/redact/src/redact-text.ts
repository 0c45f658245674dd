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
      layer.learn(text, '');
      const { spans, text: clean } = layer.clean(text, '');
      return { spans, text: clean };
    },
  };
}
