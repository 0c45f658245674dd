/**
 * What a contributor or a program adds to the detectors. Rules only ever add:
 * nothing here can keep a value that a detector covers.
 */
import { RedactError } from './error.ts';
import { countWays } from './pattern-ways.ts';
import type { SensitiveKind } from './span.ts';

export interface ContributorRules {
  /** Always covered, wherever they stand, upper or lower case. */
  readonly terms?: readonly string[];
  /** Regular expressions (JavaScript, `u` flag), always covered. */
  readonly patterns?: readonly TextRule[];
  /** Parts of an app's window, in pixels from the window's top left, never shown. */
  readonly areas?: readonly AreaRule[];
}

export interface TextRule {
  readonly name: string;
  readonly pattern: string;
  readonly kind?: SensitiveKind;
}

export interface AreaRule {
  readonly app: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const maxPatternLength = 200;
/** From one place of a text; a pattern that can be tried in more may backtrack without end. */
const mostWays = 10_000;

/** @throws RedactError `badRule` where the pattern is no regular expression or may not end. */
export function compileTextRule(rule: TextRule): RegExp {
  const bad = (message: string, cause?: unknown): RedactError =>
    new RedactError({
      code: 'badRule',
      message: `The rule "${rule.name}" ${message}.`,
      remedy:
        'Write a shorter pattern, in which each repetition has an upper bound, as in \\d{1,12}, and few stand side by side or inside each other.',
      cause,
    });
  if (rule.pattern.length > maxPatternLength) throw bad('is too long');
  let compiled: RegExp;
  let ways: number;
  try {
    compiled = new RegExp(rule.pattern, 'giu');
    ways = countWays(rule.pattern);
  } catch (error) {
    throw bad('is not a regular expression', error);
  }
  if (!(ways <= mostWays)) throw bad('can be tried in too many ways');
  return compiled;
}
