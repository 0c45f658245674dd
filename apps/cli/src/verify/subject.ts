/**
 * Whom and what the probes use: a program of its own, synthetic contributors,
 * a canary that was sealed and uploaded. Everything is good but for the one
 * thing that a probe spoils. Made when first asked for; withdrawn at the end.
 */
import { createId, systemRandom, type Clock, type ResearcherId } from '@understudy/base';
import {
  generateSigningKey,
  issueProgram,
  type Program,
  type SigningKey,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { createEvidence, type Evidence, type EvidenceParts, type StewardKey } from './evidence.ts';
import { createProbePerson, probeApp, type Fate, type ProbePerson } from './probe-person.ts';
import { createTarget, type Places } from './target.ts';
import { createCanary, uploadCanary, type UploadedCanary } from './uploaded-canary.ts';

/** In whose name the probes are made. */
export interface Probers {
  readonly stewards: readonly [StewardKey, StewardKey];
  readonly researcher: { readonly researcher: ResearcherId; readonly key: SigningKey } | null;
  readonly operator: SigningKey | null;
}

export interface Subject extends Probers {
  readonly clock: Clock;
  readonly signedProgram: string;
  /** A key that nobody knows. */
  readonly stranger: SigningKey;
  /** What the probes' own recording holds; nobody but its contributor may ever see it. */
  readonly canary: Uint8Array;
  /** The head of the log before the probes began. */
  readonly logHead: Uint8Array;
  readonly person: (fate: Fate) => Promise<ProbePerson>;
  /** Good, but for what is given. */
  readonly evidence: (
    parts?: Partial<EvidenceParts>,
  ) => Promise<Evidence & { readonly grantId: EvidenceGrantId }>;
  /** A steward's order to the keeper, carried out. */
  readonly revokeGrant: (order: string) => Promise<void>;
  readonly uploadCanary: () => Promise<UploadedCanary>;
  readonly end: () => Promise<void>;
}
type EvidenceGrantId = Awaited<ReturnType<typeof createEvidence>>['grantId'];

const hourMs = 3_600_000;

export async function createSubject(
  places: Places,
  probers: Probers,
  clock: Clock,
): Promise<Subject> {
  const logHead = (await createTarget(places).readLog('checkpoint')) ?? new Uint8Array();
  const program = createProgram(probers.stewards[0], clock);
  const signedProgram = await issueProgram(program, probers.stewards[0].key, clock);
  await createVaultClient({ baseUrl: places.vault, key: probers.stewards[0].key }).publishProgram({
    params: { program: program.program },
    body: { signed: signedProgram },
  });
  const people = new Map<Fate, Promise<ProbePerson>>();
  const person = (fate: Fate): Promise<ProbePerson> => {
    const made = people.get(fate) ?? createProbePerson(places, program, clock, fate);
    people.set(fate, made);
    return made;
  };
  const requester = probers.researcher?.key ?? (await generateSigningKey());
  const canary = createCanary();
  let uploaded: Promise<UploadedCanary> | null = null;
  return {
    ...probers,
    clock,
    signedProgram,
    stranger: await generateSigningKey(),
    canary,
    logHead,
    person,
    evidence: async (parts = {}) =>
      createEvidence(program, signedProgram, clock, {
        person: parts.person ?? (await person('sound')),
        requester,
        approvers: probers.stewards,
        ...parts,
      }),
    revokeGrant: async (order) => {
      await createKeeperClient({ baseUrl: places.keeper }).revokeGrant({ body: { order } });
    },
    uploadCanary: () => {
      uploaded ??= person('sound').then((sound) =>
        uploadCanary(places, signedProgram, sound, canary, clock),
      );
      return uploaded;
    },
    end: async () => {
      for (const made of people.values()) await (await made).leave();
    },
  };
}

function createProgram({ steward }: StewardKey, clock: Clock): Program {
  return {
    program: createId('program', clock, systemRandom),
    title: 'Control probe (synthetic, no person takes part)',
    controller: 'Understudy',
    purposes: ['securityAudit'],
    purposeText: 'Made by `understudy verify`; ends within the hour.',
    apps: [{ kind: 'app', app: probeApp }],
    tiers: ['text'],
    region: 'none',
    retentionDays: 10,
    synthetic: true,
    startsAt: new Date(clock.nowMs() - 40 * 24 * hourMs).toISOString(),
    endsAt: new Date(clock.nowMs() + hourMs).toISOString(),
    steward,
  };
}
