/**
 * Rules and a text → what each finds in it. Of hundreds of rules only those are tried
 * that may hit: by the cues of the text's words, its digits, its longest stretch and its pairs of
 * signs (demand.ts), and by what the rule itself says that it wants (`core`).
 */
import type { Span } from '../span.ts';
import type { Token } from '../tagger/token.ts';
import { createCueIndex } from './cue-index.ts';
import { demandOfRule } from './known-demands.ts';
import type { PatternRule } from './rule.ts';
import { pairsIn } from './sign-pairs.ts';

/** @param tokens of the text. */
export type FindByRules = (text: string, tokens: readonly Token[]) => Span[];

export function spansByRule(text: string, rule: PatternRule): Span[] {
  const found: Span[] = [];
  collectByRule(text, rule, found);
  return found;
}

function collectByRule(
  text: string,
  { rule, kind, pattern, confidence, holds, fit }: PatternRule,
  found: Span[],
): void {
  // Not matchAll, which makes a copy of the pattern each time: most rules find nothing in most texts.
  pattern.lastIndex = 0;
  for (let hit = pattern.exec(text); hit !== null; hit = pattern.exec(text)) {
    if (hit[0] === '') pattern.lastIndex += 1;
    const whole = hit.groups?.['value'] ?? hit[0];
    // A group inside a lookahead begins where the hit does.
    const start = hit.index + Math.max(0, hit[0].lastIndexOf(whole));
    const value = fit === undefined ? whole : fit(whole);
    if (value === '') continue;
    if (holds !== undefined && !holds(value, text, start)) continue;
    found.push({ start, end: start + value.length, kind, rule, confidence });
  }
}

/** How many digits stand there, and how many in a row. */
function digitsIn(tokens: readonly Token[]): { digits: number; digitRun: number } {
  let digits = 0;
  let digitRun = 0;
  for (const { text, word } of tokens) {
    if (!word.isNumber) continue;
    digits += text.length;
    digitRun = Math.max(digitRun, text.length);
  }
  return { digits, digitRun };
}

/** The length of the longest run of signs that are no blanks. */
function longestStretch(text: string): number {
  let longest = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Rarer blanks are counted in: the stretch is then only longer than it is.
    if (code !== 0x20 && (code < 0x09 || code > 0x0d)) continue;
    longest = Math.max(longest, at - start);
    start = at + 1;
  }
  return Math.max(longest, text.length - start);
}

/** A set of rules by their places in the list, a bit each. */
type RuleBits = Uint32Array;

const bitsOf = (count: number, has: (index: number) => boolean): RuleBits => {
  const bits = new Uint32Array(Math.ceil(count / 32));
  for (let index = 0; index < count; index += 1)
    if (has(index)) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
  return bits;
};

/** At each amount up to the most that any rule wants, the rules that want no more. */
function createLadder(wants: readonly number[]): (amount: number) => RuleBits {
  const most = Math.max(0, ...wants);
  const rungs = Array.from({ length: most + 1 }, (_, amount) =>
    bitsOf(wants.length, (index) => (wants[index] ?? 0) <= amount),
  );
  const none = new Uint32Array(0);
  return (amount) => rungs[Math.min(amount, most)] ?? none;
}

export function createRuleSet(rules: readonly PatternRule[]): FindByRules {
  const demands = rules.map(({ pattern }) => demandOfRule(pattern));
  const cueIndex = createCueIndex(
    demands.flatMap(({ cues }, index) => (cues ?? []).map((cue) => ({ cue, index }))),
  );
  // Hundreds of rules are asked of each text, and few are left: 32 of them are sorted out in one step.
  const uncued = bitsOf(rules.length, (index) => demands[index]?.cues === null);
  const withDigits = createLadder(demands.map(({ digits }) => digits));
  const withRun = createLadder(demands.map(({ digitRun }) => digitRun));
  const withStretch = createLadder(demands.map(({ stretch }) => stretch));
  const asked = new Uint32Array(uncued.length);
  return (text, tokens) => {
    asked.set(uncued);
    for (const token of tokens)
      for (const index of cueIndex.rulesOf(token.text))
        asked[index >>> 5] = (asked[index >>> 5] ?? 0) | (1 << (index & 31));
    const { digits, digitRun } = digitsIn(tokens);
    const byDigits = withDigits(digits);
    const byRun = withRun(digitRun);
    const byStretch = withStretch(longestStretch(text));
    const pairs = pairsIn(text);
    const hasOne = (asked: readonly number[] | null): boolean =>
      asked === null || asked.some((pair) => pairs[pair] === 1);
    const found: Span[] = [];
    for (let word = 0; word < asked.length; word += 1) {
      let left =
        (asked[word] ?? 0) & (byDigits[word] ?? 0) & (byRun[word] ?? 0) & (byStretch[word] ?? 0);
      while (left !== 0) {
        const lowest = 31 - Math.clz32(left & -left);
        left &= left - 1;
        const index = word * 32 + lowest;
        const rule = rules[index];
        if (rule === undefined || !hasOne(demands[index]?.pairs ?? null)) continue;
        if (rule.core?.test(text) !== false) collectByRule(text, rule, found);
      }
    }
    return found;
  };
}
