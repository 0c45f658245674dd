/**
 * `dataset.json`: what a dataset is made of, so that each row can be traced
 * back and lost again (spec/dataset.md). Holds no time and no path of the
 * machine: the same sessions and version give the same bytes.
 */
import {
  isId,
  type GrantId,
  type ProgramId,
  type ReceiptId,
  type SessionId,
} from '@understudy/base';
import { z } from 'zod';
import { standIns } from './stand-ins.ts';
import { sessionQuality } from '../replay/quality.ts';

export const formats = [
  'agentnet',
  'messages',
  'anthropic',
  'openai',
  'mind2web',
  'parquet',
  'mcap',
] as const;
export type Format = (typeof formats)[number];

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const counts = z.record(z.string(), count);

const consent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('consented'),
    program: z.custom<ProgramId>((value) => isId('program', value)),
    receipt: z.custom<ReceiptId>((value) => isId('receipt', value)),
    grant: z.custom<GrantId>((value) => isId('grant', value)).nullable(),
  }),
  z.strictObject({ kind: z.literal('foreign'), recorder: z.string() }),
]);

export const sessionSchema = z.strictObject({
  session: z.custom<SessionId>((value) => isId('session', value)),
  consent,
  tier: z.string(),
  redactionReportSha256: sha256.nullable(),
  /** How many values of each kind redaction found, and their stand-ins. */
  standIns: standIns.default([]),
  steps: count,
  /** How many near-duplicate sessions it stands for, itself included. */
  standsFor: count.default(1),
  /** What a replay and its own steps say of it; null: its steps were not distilled (`mcap`). */
  quality: sessionQuality.nullable().default(null),
  /** Steps that could not be rows, by reason. */
  skipped: counts,
  drops: counts,
  repairs: counts,
});

export const manifestSchema = z.strictObject({
  format: z.enum(formats),
  version: z.literal(3),
  tool: z.string(),
  licence: z.string(),
  profile: z.strictObject({ name: z.string(), version: count }),
  sessions: z.array(sessionSchema),
  /** How many files `SHA256SUMS` names, and its own hash. */
  files: z.strictObject({ count, sha256 }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestSession = z.infer<typeof sessionSchema>;

export const manifestName = 'dataset.json';

export function manifestToText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
