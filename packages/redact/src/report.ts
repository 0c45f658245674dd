/** Per session: what was covered, by kind, channel, layer and rule. No value, no hash of one. */
import type { JsonValue } from '@understudy/base';
import type { SensitiveKind } from './span.ts';

export type Channel = 'keys' | 'title' | 'url' | 'element' | 'task' | 'pixels';

/**
 * L1: secure fields and what no structure explains. L2: text detectors.
 * L3: pixels. `rules`: what the contributor or the program added.
 */
export type Layer = 'L1' | 'L2' | 'L3' | 'rules';

export interface RedactionCount {
  readonly kind: SensitiveKind | 'secureField' | 'window' | 'area';
  readonly channel: Channel;
  readonly layer: Layer;
  readonly rule: string;
  readonly count: number;
}

export interface DistinctCount {
  readonly kind: SensitiveKind;
  /** Different values of the kind that the session's table knows. */
  readonly values: number;
  /** Different stand-ins that were given to them. */
  readonly surrogates: number;
}

export interface RedactionReport {
  readonly counts: readonly RedactionCount[];
  /** How many different values there were; fewer stand-ins than values: two of them share one. */
  readonly distinct: readonly DistinctCount[];
  readonly framesSeen: number;
  /** Frames of which every pixel was covered. */
  readonly framesCoveredWhole: number;
  /** Frames given up because memory was full or encoding failed. */
  readonly framesDropped: number;
  readonly keysWithheld: number;
  /** Key events that the session held for fields typed as surrogates, before and after. */
  readonly keysRewritten: { readonly from: number; readonly to: number };
  /** Milliseconds of this process spent on deciding and covering. */
  readonly spentMs: number;
}

export interface ReportBuilder {
  count(entry: Omit<RedactionCount, 'count'>, times?: number): void;
  frame(outcome: 'seen' | 'coveredWhole' | 'dropped'): void;
  withheld(keys: number): void;
  rewritten(from: number, to: number): void;
  spent(ms: number): void;
  readonly build: (distinct: readonly DistinctCount[]) => RedactionReport;
}

export function createReport(): ReportBuilder {
  const counts = new Map<string, { entry: Omit<RedactionCount, 'count'>; count: number }>();
  const frames = { seen: 0, coveredWhole: 0, dropped: 0 };
  const keys = { withheld: 0, from: 0, to: 0 };
  let spentMs = 0;
  return {
    count: (entry, times = 1) => {
      const key = `${entry.kind} ${entry.channel} ${entry.layer} ${entry.rule}`;
      const held = counts.get(key);
      if (held === undefined) counts.set(key, { entry, count: times });
      else held.count += times;
    },
    frame: (outcome) => {
      frames[outcome] += 1;
    },
    withheld: (count) => {
      keys.withheld += count;
    },
    rewritten: (from, to) => {
      keys.from += from;
      keys.to += to;
    },
    spent: (ms) => {
      spentMs += ms;
    },
    build: (distinct) => ({
      distinct,
      counts: [...counts.values()].map(({ entry, count }) => ({ ...entry, count })),
      framesSeen: frames.seen,
      framesCoveredWhole: frames.coveredWhole,
      framesDropped: frames.dropped,
      keysWithheld: keys.withheld,
      keysRewritten: { from: keys.from, to: keys.to },
      spentMs: Math.round(spentMs),
    }),
  };
}

/** The report as it travels in a segment. */
export function reportToJson(report: RedactionReport): JsonValue {
  return {
    ...report,
    counts: report.counts.map((count) => ({ ...count })),
    distinct: report.distinct.map((count) => ({ ...count })),
  };
}
