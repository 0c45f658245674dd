/**
 * What a contributor or a program adds to the detectors. Rules only ever add:
 * nothing here can keep a value that a detector covers.
 */
import { RedactError } from './error.ts';
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

/** Longer or nested-repetition patterns are refused, since they may backtrack without end. */
const maxPatternLength = 200;
const nestedRepetition = /\([^()]*[*+}][^()]*\)\s*[*+{]/u;

/** @throws RedactError `badRule` where the pattern is no regular expression or may not end. */
export function compileTextRule(rule: TextRule): RegExp {
  const bad = (message: string, cause?: unknown): RedactError =>
    new RedactError({
      code: 'badRule',
      message: `The rule "${rule.name}" ${message}.`,
      remedy: 'Write a shorter pattern without a repetition inside a repetition.',
      cause,
    });
  if (rule.pattern.length > maxPatternLength) throw bad('is too long');
  if (nestedRepetition.test(rule.pattern)) throw bad('repeats a repetition');
  try {
    return new RegExp(rule.pattern, 'giu');
  } catch (error) {
    throw bad('is not a regular expression', error);
  }
}
