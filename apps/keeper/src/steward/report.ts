/** Control reports: each one's hash in the log; the last one's controls kept for the console. */
import {
  controlReportToSha256,
  verifyControlReport,
  type ControlReport,
} from '@understudy/consent';
import { z } from 'zod';
import { timeNow, type Core } from '../core.ts';
import { KeeperError } from '../error.ts';
import { readJson, writeJsonDurably } from '../store/durable.ts';

const fileSchema = z.object({ sha256: z.string(), report: z.string() });

/** The part of OSCAL assessment-results that the console shows (spec/control-report.schema.json). */
const resultsSchema = z.object({
  'assessment-results': z.object({
    results: z.array(
      z.object({
        findings: z.array(
          z.object({
            title: z.string(),
            target: z.object({ status: z.object({ state: z.string() }) }),
          }),
        ),
      }),
    ),
  }),
});

export interface LatestReport {
  readonly at: string;
  readonly build: string;
  readonly green: boolean;
  readonly controls: { name: string; green: boolean }[];
}

/** @throws ConsentError where no steward signed it */
export function readReport({ trust, clock }: Core, jws: string): Promise<ControlReport> {
  const keys = trust.stewards.map(({ publicJwk }) => publicJwk);
  return verifyControlReport(jws, keys, clock.nowMs());
}

export async function fileReport(
  core: Core,
  jws: string,
): Promise<{ readonly logIndex: number; readonly sha256: string }> {
  const report = await readReport(core, jws);
  const sha256 = controlReportToSha256(report);
  const last = core.journal.facts.report;
  // Anybody may bring a report: an old green one must not take the place of a newer red one.
  if (last !== null && last.sha256 !== sha256 && Date.parse(report.generatedAt) < last.atMs) {
    throw new KeeperError({
      code: 'replayed',
      message: 'A newer control report was filed already.',
      remedy: 'Run `understudy verify` again.',
    });
  }
  const { build, green, epoch } = report;
  const { index } = await core.journal.append([
    { v: 1, kind: 'controlReport', at: timeNow(core.clock), sha256, build, green, epoch },
  ]);
  await writeJsonDurably(core.places.report, { sha256, report: jws });
  return { logIndex: index, sha256 };
}

export async function latestReport(core: Core): Promise<LatestReport | null> {
  const { report: filed } = core.journal.facts;
  if (filed === null) return null;
  const file = await readJson(core.places.report, fileSchema);
  const { atMs, build, green, sha256 } = filed;
  const head = { at: new Date(atMs).toISOString(), build, green };
  // What lies in the file counts only where it is what the log names.
  if (file === null || file.sha256 !== sha256) return { ...head, controls: [] };
  const report = await readReport(core, file.report);
  const results = resultsSchema.safeParse(report.results);
  const same = controlReportToSha256(report) === sha256;
  if (!results.success || !same) return { ...head, controls: [] };
  const controls = results.data['assessment-results'].results.flatMap(({ findings }) =>
    findings.map(({ title, target }) => ({
      name: title,
      green: target.status.state === 'satisfied',
    })),
  );
  return { ...head, controls };
}
