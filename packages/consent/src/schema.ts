/** The zod pieces that several statements share. Times are ISO 8601 in UTC. */
import { idPattern, parseId, tiers, type Id, type IdKind } from '@understudy/base';
import { z } from 'zod';
import type { Signed, StatementKind } from './statement.ts';

export function idSchema<Kind extends IdKind>(kind: Kind): z.ZodType<Id<Kind>, string> {
  return z
    .string()
    .regex(idPattern(kind), `not the id of a ${kind}`)
    .transform((text) => parseId(kind, text));
}

export const timeSchema = z.iso.datetime();
export const tierSchema = z.enum(tiers);
export const tiersSchema = z.array(tierSchema).min(1).max(tiers.length).readonly();
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
export const countSchema = z.int().nonnegative();
export const textSchema = z.string().min(1).max(4000);

/** An app's id as `WindowEvent.app` gives it. */
export const appSchema = z.string().min(1).max(200);

/** Scheme, host and port, as `URL.origin` writes them. */
export const originSchema = z
  .string()
  .max(400)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'not an origin');

export function msToTime(ms: number): string {
  return new Date(ms).toISOString();
}

const compactJwsSchema = z
  .string()
  .max(4_000_000)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/** A statement inside another one, or over the wire: its form only; the verify functions check it. */
export function signedSchema<Kind extends StatementKind>(): z.ZodType<Signed<Kind>, string> {
  return compactJwsSchema.transform((text) => text as Signed<Kind>);
}
