/**
 * A program: one stated collection, as signed data.
 *
 * Program (JSON, signed by a steward's key) → what a contributor may consent
 * to, and the bound that no grant reaches past.
 */
import { type Clock, type ProgramId, type StewardId, type Tier } from '@understudy/base';
import { z } from 'zod';
import { alwaysCoverSchema, type AlwaysCover } from './always-cover.ts';
import { jsonToSha256 } from './digest.ts';
import type { SigningKey } from './key.ts';
import {
  appSchema,
  idSchema,
  msToTime,
  originSchema,
  textSchema,
  tiersSchema,
  timeSchema,
} from './schema.ts';
import { requireSigner, type KnownSteward } from './signer.ts';
import { openStatement, refusal, requireIssued, signStatement, type Signed } from './statement.ts';

/** The purposes that a program may state and a grant may name. `performanceReview` can never be allowed. */
export const purposes = [
  'agentTraining',
  'agentEvaluation',
  'usabilityResearch',
  'securityAudit',
  'performanceReview',
] as const;
export type Purpose = (typeof purposes)[number];

/** What a verified program or grant can hold: every purpose but performance review. */
export const allowedPurposes = [
  'agentTraining',
  'agentEvaluation',
  'usabilityResearch',
  'securityAudit',
] as const satisfies readonly Purpose[];
export type AllowedPurpose = (typeof allowedPurposes)[number];

export interface Program {
  readonly program: ProgramId;
  readonly title: string;
  /** Who asks: the organisation's name, shown on the consent page. */
  readonly controller: string;
  readonly purposes: readonly AllowedPurpose[];
  /** In plain words, shown on the consent page. */
  readonly purposeText: string;
  readonly apps: readonly AllowedApp[];
  readonly tiers: readonly Tier[];
  readonly region: string;
  readonly retentionDays: number;
  /** Under which terms a researcher may use what is made of it: an SPDX id or plain words. */
  readonly licence?: string | undefined;
  /** Covered in every recording for it, on the contributor's device, before anything is written. */
  readonly alwaysCover?: AlwaysCover | undefined;
  /** A control probe's own: no person takes part, so it is offered to nobody and counted nowhere. */
  readonly synthetic?: true | undefined;
  /** ISO 8601, UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly steward: StewardId;
}

/** An app by its id as `WindowEvent.app` gives it; a browser only together with the sites allowed in it. */
export type AllowedApp =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'sites'; readonly app: string; readonly origins: readonly string[] };

export type SignedProgram = Signed<'program'>;

const purposesSchema = z.array(z.enum(allowedPurposes)).min(1).max(8).readonly();

export const allowedAppSchema: z.ZodType<AllowedApp> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('app'), app: appSchema }),
  z.strictObject({
    kind: z.literal('sites'),
    app: appSchema,
    origins: z.array(originSchema).min(1).max(500).readonly(),
  }),
]);

const programSchema: z.ZodType<Program> = z
  .strictObject({
    program: idSchema('program'),
    title: textSchema,
    controller: textSchema,
    purposes: purposesSchema,
    purposeText: textSchema,
    apps: z.array(allowedAppSchema).min(1).max(500).readonly(),
    tiers: tiersSchema,
    region: textSchema,
    retentionDays: z.int().min(1).max(3650),
    licence: textSchema.optional(),
    alwaysCover: alwaysCoverSchema.optional(),
    synthetic: z.literal(true).optional(),
    startsAt: timeSchema,
    endsAt: timeSchema,
    steward: idSchema('steward'),
  })
  .refine((program) => Date.parse(program.startsAt) < Date.parse(program.endsAt), {
    path: ['endsAt'],
  });

const signedSchema = z.strictObject({ issuedAt: timeSchema, program: programSchema });

/** @throws ConsentError badContent where the program could not be verified later. */
export function issueProgram(
  program: Program,
  stewardKey: SigningKey,
  clock: Clock,
): Promise<SignedProgram> {
  const parsed = programSchema.safeParse(program);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw refusal('program', 'badContent', `is wrong at: ${paths}.`);
  }
  const { licence, alwaysCover, synthetic, ...stated } = parsed.data;
  const stating = {
    ...stated,
    ...(licence === undefined ? {} : { licence }),
    ...(alwaysCover === undefined ? {} : { alwaysCover }),
    ...(synthetic === undefined ? {} : { synthetic }),
  };
  return signStatement(
    'program',
    { issuedAt: msToTime(clock.nowMs()), program: stating },
    stewardKey,
  );
}

/**
 * The program, signed by the steward whom it names. Whether it runs at this
 * moment is `consentState`'s answer: one that has ended must stay readable.
 */
export async function verifyProgram(
  jws: string,
  stewards: readonly KnownSteward[],
  nowMs: number,
): Promise<Program> {
  const { value, kid } = await openStatement(
    'program',
    jws,
    stewards.map(({ publicJwk }) => publicJwk),
    signedSchema,
  );
  await requireSigner(
    'program',
    stewards.filter(({ steward }) => steward === value.program.steward),
    kid,
  );
  requireIssued('program', value.issuedAt, nowMs);
  return value.program;
}

/** SHA-256 (hex) over the canonical JSON of the program: what a receipt is given for. */
export function programToSha256(program: Program): string {
  return jsonToSha256({ ...program });
}
