/**
 * A pattern → in how many ways at most it can be tried from one place of a text. A backtracking
 * matcher tries each of them where it finds nothing, so this bounds its work; most patterns
 * that run without end (`(a|aa)+$`, `\d*\d*x`) have more ways than can be counted.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';

const parser = new RegExpParser({ ecmaVersion: 2025 });

/** @throws SyntaxError where it is no regular expression. @returns Infinity where a repetition has no upper bound */
export function countWays(pattern: string): number {
  return waysOfChoice(parser.parsePattern(pattern, 0, pattern.length, { unicode: true }));
}

function waysOfChoice({
  alternatives,
}: {
  readonly alternatives: readonly AST.Alternative[];
}): number {
  return alternatives.reduce(
    (sum, { elements }) => sum + elements.reduce((product, one) => product * waysOf(one), 1),
    0,
  );
}

function waysOf(element: AST.Element): number {
  if (element.type === 'Quantifier') {
    const { min, max } = element;
    return (max - min + 1) * waysOf(element.element) ** max;
  }
  return 'alternatives' in element ? Math.max(1, waysOfChoice(element)) : 1;
}
