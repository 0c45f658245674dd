/** Names that people give themselves: what stands after "by", and names with numbers or strokes behind them. Strict mode only. */
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import type { PatternRule } from './rule.ts';

const isName = (word: string): boolean => classOfWord(word) === 0 && isNameWord(word);

/** "rjones42", "mjackson77", "kenji_m": a name, perhaps behind an initial, in one of its parts. */
function holdsName(value: string): boolean {
  const [first = '', ...rest] = value.toLowerCase().split(/[\d_.-]+/u);
  return (
    first.length >= 3 &&
    (isName(first) || (first.length >= 5 && isName(first.slice(1)))) &&
    rest.every((part) => part.length < 3 || classOfWord(part) === 0)
  );
}

export const handleRules: readonly PatternRule[] = [
  {
    rule: 'handle.by',
    kind: 'handle',
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:by|von|par|por) )[a-z][a-z\d]{0,20}(?:[_-][a-z\d]{1,20}){1,4}(?![\p{L}\p{N}_-])/gu,
    confidence: 0.6,
  },
  {
    rule: 'handle.name',
    kind: 'handle',
    pattern:
      /(?<![\p{L}\p{N}@._/=-])[a-z]{3,20}(?:[_.-]?\d{1,6}|_[a-z]{1,20}(?:_?[a-z\d]{1,12})?)(?![\p{L}\p{N}@_(=-]|\.[\p{L}\p{N}])/gu,
    confidence: 0.55,
    holds: holdsName,
  },
];
