/** Small findings of fact that policy questions share. */
import { createHash } from 'node:crypto';
import { controlReportMaxAgeMs } from '@understudy/consent';
import type { Facts } from '../facts/facts.ts';
import type { ControlsStanding } from '../policy/question.ts';

/** How the log names a receipt. */
export function sha256OfId(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** By the last control report in the log. Of another build, or too old: stale. */
export function controlsStanding(facts: Facts, build: string, nowMs: number): ControlsStanding {
  const { report } = facts;
  if (report === null || report.build !== build) return 'stale';
  if (!report.green) return 'red';
  return nowMs - report.atMs < controlReportMaxAgeMs ? 'green' : 'stale';
}
