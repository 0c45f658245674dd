/** Exactly whose data was released, to whom, between two times: a pure function of the log's entries. */
import type { ResearcherId } from '@understudy/base';
import type { LogEntryOf } from './entry.ts';
import type { ReadEntry } from './log-reader.ts';
import type { Pseudonym } from './pseudonym.ts';

export interface IncidentWindow {
  /** ISO 8601; `from` inclusive, `until` exclusive. */
  readonly from: string;
  readonly until: string;
}

export interface IncidentRelease {
  readonly index: number;
  readonly release: LogEntryOf<'release'>;
}

export interface IncidentReport extends IncidentWindow {
  readonly releases: readonly IncidentRelease[];
  /** By contributor, in the order of their first release. */
  readonly contributors: ReadonlyMap<Pseudonym, readonly IncidentRelease[]>;
  readonly researchers: readonly ResearcherId[];
  /** SHA-256 of each key that received something. */
  readonly recipients: readonly string[];
  readonly sizeBytes: number;
}

export function entriesToIncident(
  entries: Iterable<Pick<ReadEntry, 'index' | 'entry'>>,
  { from, until }: IncidentWindow,
): IncidentReport {
  const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
  const releases: IncidentRelease[] = [];
  for (const { index, entry } of entries) {
    if (entry.kind !== 'release') continue;
    const atMs = Date.parse(entry.at);
    if (atMs >= fromMs && atMs < untilMs) releases.push({ index, release: entry });
  }
  return {
    from,
    until,
    releases,
    contributors: Map.groupBy(releases, ({ release }) => release.contributor),
    researchers: distinct(releases.map(({ release }) => release.researcher)),
    recipients: distinct(releases.map(({ release }) => release.recipientSha256)),
    sizeBytes: releases.reduce((sum, { release }) => sum + release.sizeBytes, 0),
  };
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}
