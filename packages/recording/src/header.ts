/** The head of a segment as its metadata records hold it, parsed at the edge. */
import { dropReasons, isId, tiers, type Id, type IdKind, type JsonValue } from '@understudy/base';
import { z } from 'zod';
import type { Accounting, SessionHeader } from './session.ts';

const id = <Kind extends IdKind>(kind: Kind): z.ZodType<Id<Kind>> =>
  z.custom<Id<Kind>>((value) => isId(kind, value));
const count = z.int().nonnegative();

const headerSchema = z.strictObject({
  session: id('session'),
  origin: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('consented'),
      contributor: id('contributor'),
      device: id('device'),
      program: id('program'),
      receipt: id('receipt'),
    }),
    z.strictObject({ kind: z.literal('foreign'), recorder: z.string() }),
  ]),
  task: z.string().nullable(),
  tier: z.enum(tiers),
  startedAt: z.iso.datetime(),
  platform: z.enum(['x11', 'windows', 'macos', 'browser', 'unknown']),
  recorder: z.string(),
});

const segmentSchema = z.strictObject({
  version: z.literal(1),
  index: count,
  header: headerSchema,
});

const accountingSchema = z.strictObject({
  generated: count.nullable(),
  arrived: count,
  kept: count,
  dropped: z.partialRecord(z.enum(dropReasons), count),
});

/** @throws z.ZodError where the record is not the head of a segment of version 1. */
export function parseSegmentHead(json: unknown): { index: number; header: SessionHeader } {
  const { index, header } = segmentSchema.parse(json);
  return { index, header };
}

/** @throws z.ZodError where the record is no accounting. */
export function parseAccounting(json: unknown): Accounting {
  const { dropped, ...counts } = accountingSchema.parse(json);
  const present = Object.entries(dropped).filter(([, value]) => value !== undefined);
  return { ...counts, dropped: Object.fromEntries(present) };
}

/** @throws z.ZodError where the record is not JSON. */
export function parseReport(json: unknown): JsonValue {
  return z.json().parse(json);
}
