/**
 * The envelope of a control report: which build, when, green or red, and the
 * report itself (the shape of NIST OSCAL assessment-results; made by
 * `understudy verify`), signed by the one who ran it.
 */
import type { Clock, JsonValue } from '@understudy/base';
import { z } from 'zod';
import { jsonToSha256 } from './digest.ts';
import type { PublicJwk, SigningKey } from './key.ts';
import { countSchema, msToTime, timeSchema } from './schema.ts';
import { openStatement, refusal, requireIssued, signStatement, type Signed } from './statement.ts';

export const controlReportMaxAgeMs = 24 * 3_600_000;

export interface ControlReport {
  /** The build that was probed, as the keeper names its own. */
  readonly build: string;
  /** The lockdown epoch in which it was made. */
  readonly epoch: number;
  readonly generatedAt: string;
  /** Every control passed, and every planted failure was caught. */
  readonly green: boolean;
  /** OSCAL assessment-results. */
  readonly results: JsonValue;
}

export type SignedControlReport = Signed<'controlReport'>;

const reportSchema: z.ZodType<ControlReport> = z.strictObject({
  build: z.string().min(1).max(200),
  epoch: countSchema,
  generatedAt: timeSchema,
  green: z.boolean(),
  results: z.json(),
});

export function signControlReport(
  report: Omit<ControlReport, 'generatedAt'>,
  key: SigningKey,
  clock: Clock,
): Promise<SignedControlReport> {
  return signStatement('controlReport', { ...report, generatedAt: msToTime(clock.nowMs()) }, key);
}

export async function verifyControlReport(
  jws: string,
  keys: readonly PublicJwk[],
  nowMs: number,
): Promise<ControlReport> {
  const { value } = await openStatement('controlReport', jws, keys, reportSchema);
  requireIssued('controlReport', value.generatedAt, nowMs);
  return value;
}

/** What `resume` needs. @throws ConsentError reportRed, reportStale, wrongBuild */
export function requireGreenReport(
  report: ControlReport,
  wanted: { readonly build: string; readonly epoch: number },
  nowMs: number,
): void {
  if (report.build !== wanted.build) {
    throw refusal('controlReport', 'wrongBuild', 'was made with another build.');
  }
  if (!report.green) throw refusal('controlReport', 'reportRed', 'is red.');
  const ageMs = nowMs - Date.parse(report.generatedAt);
  if (report.epoch !== wanted.epoch || !(ageMs < controlReportMaxAgeMs)) {
    throw refusal(
      'controlReport',
      'reportStale',
      'is from before the lockdown, or over 24 hours old.',
    );
  }
}

/** The report's name in the log. */
export function controlReportToSha256(report: ControlReport): string {
  return jsonToSha256({ ...report });
}
