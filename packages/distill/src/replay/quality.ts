/**
 * What a replay says of a session: reasons, never a score; about the session,
 * never the person. Datasets carry it with the session.
 */
import { isId, type SessionId } from '@understudy/base';
import { z } from 'zod';
import { DistillError } from '../error.ts';

const replayedBy = z.enum(['structure', 'css', 'coordinates', 'keys', 'time', 'notDone']);
export type ReplayedBy = z.infer<typeof replayedBy>;

const qualityRecord = z.object({
  session: z.custom<SessionId>((value) => isId('session', value)),
  /** `void`: the outcome was there without the last step too, so that it proves nothing. */
  verdict: z.enum(['verified', 'failed', 'void']),
  reasons: z.array(z.string()),
  steps: z.array(
    z.object({
      index: z.int().nonnegative(),
      kind: z.string(),
      by: replayedBy,
      /** Whether the outcome is there without it too; null: not tried. */
      redundant: z.boolean().nullable(),
    }),
  ),
});
export type QualityRecord = z.infer<typeof qualityRecord>;

/**
 * The records that `understudy verify-session --json` wrote, one a line.
 * @throws DistillError `badQuality` naming the line.
 */
export function parseQualityRecords(text: string): ReadonlyMap<string, QualityRecord> {
  const records = new Map<string, QualityRecord>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const record = qualityRecord.parse(JSON.parse(line));
      records.set(record.session, record);
    } catch (error) {
      throw new DistillError({
        code: 'badQuality',
        message: `Line ${index + 1} is no quality record.`,
        remedy: 'Give what "understudy verify-session --json" wrote.',
        cause: error,
      });
    }
  }
  return records;
}

/** As a dataset carries it. */
export const sessionQuality = z.strictObject({
  verdict: z.enum(['verified', 'failed', 'void', 'notReplayed']),
  reasons: z.array(z.string()),
  /** How many steps were found how. */
  foundBy: z.partialRecord(replayedBy, z.int().positive()),
  /** Steps without which the outcome is there too. */
  redundant: z.array(z.int().nonnegative()),
});

/** @param evidence what the export saw of the session's steps. */
export function toSessionQuality(
  record: QualityRecord | undefined,
  evidence: readonly string[],
): z.infer<typeof sessionQuality> {
  if (record === undefined) {
    return { verdict: 'notReplayed', reasons: [...evidence], foundBy: {}, redundant: [] };
  }
  const foundBy: Partial<Record<ReplayedBy, number>> = {};
  for (const { by } of record.steps) foundBy[by] = (foundBy[by] ?? 0) + 1;
  const redundant = record.steps.filter((step) => step.redundant === true);
  const { verdict } = record;
  const reasons = [...record.reasons, ...evidence];
  return { verdict, reasons, foundBy, redundant: redundant.map(({ index }) => index) };
}
