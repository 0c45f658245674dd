/**
 * Raw events → clean segments. One session-wide table of values drives keys,
 * titles, URLs, element names, the task and the pixels (spec/redaction.md).
 *
 * Invariant: nothing leaves but through `cut` and `finish`; what is undecided is
 * held for the next cut, or withheld.
 */
import type { Clock, Random } from '@understudy/base';
import type { Accounting, RawEvent, SessionHeader } from '@understudy/recording';
import type { CleanSegment } from './clean.ts';
import type { RedactionReport } from './report.ts';
import type { ContributorRules } from './rules.ts';
import type { RedactionMode } from './span.ts';

export interface RedactorOptions {
  /** The task in it may be raw: it passes through the session's table. */
  readonly header: SessionHeader;
  readonly rules?: ContributorRules;
  readonly programRules?: ContributorRules;
  /** Default `strict`. */
  readonly mode?: RedactionMode;
  readonly random: Random;
  readonly clock: Clock;
}

export interface Redactor {
  /** Takes events in order of `timeNs`; copies the pixels that it keeps. Memory is bounded: frames go first. */
  push(events: readonly RawEvent[]): void;
  /**
   * Everything decided up to `untilNs` as one segment. A field that is still being typed, and what
   * came after its first key, is held for the next cut. `accounting` is cumulative since the start.
   */
  cut(untilNs: number, accounting: Accounting): Promise<CleanSegment>;
  /** The last segment: what is still undecided is withheld. */
  finish(accounting: Accounting): Promise<CleanSegment>;
  report(): RedactionReport;
  /** The text with the session's surrogates. */
  task(text: string): string;
  /** "Always cover this": from here on, and in what is still in memory. */
  addTerms(terms: readonly string[]): void;
}

export declare function createRedactor(options: RedactorOptions): Redactor;
