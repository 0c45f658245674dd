/**
 * Whether the stand-ins of a session are consistent, by what its redaction counted:
 * how many values of each kind there were, and how many stand-ins they have. Fewer
 * stand-ins than values: two people, or two numbers, became one, and an instruction
 * may name another than the text that was typed.
 */
import { z } from 'zod';

export const standIns = z.array(
  z.strictObject({
    kind: z.string(),
    values: z.int().nonnegative(),
    surrogates: z.int().nonnegative(),
  }),
);
export type StandIns = z.infer<typeof standIns>;

const reportSchema = z.object({ distinct: standIns });

/** What a segment's redaction report counted of the session so far; null: it does not say. */
export function standInsOfReport(report: unknown): StandIns | null {
  const parsed = reportSchema.safeParse(report);
  return parsed.success ? parsed.data.distinct : null;
}

/** The kinds of which two values have one stand-in. */
export function mixedKinds(counted: StandIns): readonly string[] {
  return counted.filter(({ values, surrogates }) => surrogates < values).map(({ kind }) => kind);
}
