/**
 * Evidence → tickets, in the one order (docs/adr/0001): policy, approvals,
 * durable log entry. Nothing is opened here; `open.ts` takes the tickets.
 */
import { createHash } from 'node:crypto';
import { createId } from '@understudy/base';
import type { ReleaseId, SegmentId } from '@understudy/base';
import { grantHash } from '@understudy/consent';
import type { ManifestSegment, PasskeyVerifier } from '@understudy/consent';
import { parseAgeRecipient } from '@understudy/seal';
import type { LogEntry, Pseudonym } from '@understudy/tlog';
import { receiptEntries } from '../contributor/received.ts';
import { timeNow, type Core } from '../core.ts';
import { KeeperError, notAllowedError } from '../error.ts';
import { noFacts, type ControlsStanding, type Question } from '../policy/question.ts';
import { requireAllowed, stewardAsks } from '../policy/require.ts';
import { controlsStanding, sha256OfId } from './standing.ts';
import {
  consentStanding,
  filterIsCovered,
  grantStanding,
  tierIsCovered,
  verifyEvidence,
  type ReleaseEvidence,
  type Verified,
} from './evidence.ts';
import type { Quotas } from './quota.ts';
import { createStanding } from './still-allowed.ts';
import type { Ticket, Tickets } from './tickets.ts';

interface ReleaseRequest extends ReleaseEvidence {
  readonly segments: readonly SegmentId[];
  /** Decide only: nothing is reserved, logged or opened; neither a lockdown nor a red report counts. */
  readonly rehearse: boolean;
}

interface AuthorizedReleases {
  readonly releases: readonly {
    readonly release: ReleaseId;
    readonly segment: SegmentId;
    readonly logIndex: number;
  }[];
  readonly checkpoint: string;
}

export interface Authorizer {
  authorize(request: ReleaseRequest): Promise<AuthorizedReleases>;
}

export function createAuthorizer(
  core: Core,
  parts: {
    readonly quotas: Quotas;
    readonly tickets: Tickets;
  },
): Authorizer {
  const { clock, random, journal, lock, pseudonyms, trust, devices } = core;
  const { quotas, tickets } = parts;
  const verifyPasskey: PasskeyVerifier = (approval, challenge) =>
    core.passkeys.verify(approval.steward, approval, challenge);
  const reader = { devices, stewards: trust.stewards, verifyPasskey };

  return {
    authorize: async (request) => {
      if (!request.rehearse) lock.requireOpen();
      const nowMs = clock.nowMs();
      const verified = await verifyEvidence(request, reader, nowMs);
      const { grant, manifest, device, claim } = verified;
      const pseudonym = await pseudonyms.find(device.contributor);
      const segments = findSegments(request.segments, manifest.segments);
      if (pseudonym === null || segments === null) throw notAllowedError();
      const recipient = parseAgeRecipient(grant.requester.recipient);

      for (let coming = journal.narrowing(); coming !== null; coming = journal.narrowing()) {
        await coming;
      }
      // From here to the entry nothing is awaited: what is judged is what is reserved and logged.
      const stillAllowed = createStanding(core, verified, pseudonym);
      const reservation = quotas.reserve(grant, claim, segments);
      const settle = reservation.kind === 'reserved' ? reservation.settle : () => undefined;
      try {
        const questions = toQuestions(core, verified, {
          quotaLeft: reservation.kind !== 'quotaUsedUp',
          allowed: stillAllowed(),
          locked: !request.rehearse && lock.state().lock === 'locked',
          // A rehearsal is how a red report is got over: it must not decide here.
          controls: request.rehearse ? 'stale' : controlsStanding(journal.facts, core.build, nowMs),
        });
        for (const question of questions) requireAllowed(core, question);
        if (reservation.kind === 'replayed') throw replayedError();
        if (request.rehearse) return { releases: [], checkpoint: journal.checkpoint() };

        const check = lock.createCheck();
        const made = segments.map((segment) => ({
          segment,
          release: createId('release', clock, random),
        }));
        const received = receiptEntries(core, verified.receipt, pseudonym);
        const { index, checkpoint } = await journal.append([
          ...received,
          ...made.map(({ segment, release }) =>
            toEntry(verified, segment, release, pseudonym, timeNow(clock)),
          ),
        ]);
        const firstRelease = index + received.length;
        for (const { segment, release } of made) {
          const ticket: Ticket = {
            release,
            contributor: device.contributor,
            program: grant.program,
            session: manifest.session,
            recipient,
            sha256: segment.sha256,
            sizeBytes: segment.sizeBytes,
            check: () => {
              check();
              if (!stillAllowed()) throw notAllowedError();
            },
          };
          tickets.put(ticket);
        }
        return {
          releases: made.map(({ segment, release }, at) => ({
            release,
            segment: segment.segment,
            logIndex: firstRelease + at,
          })),
          checkpoint,
        };
      } finally {
        settle();
      }
    },
  };
}

/** Whether it may be read; and whether those who asked for the grant and approved it might. */
function toQuestions(
  core: Core,
  verified: Verified,
  found: {
    readonly quotaLeft: boolean;
    readonly allowed: boolean;
    readonly locked: boolean;
    readonly controls: ControlsStanding;
  },
): readonly Question[] {
  const { grant, program, receipt, approvedBy } = verified;
  const facts = core.journal.facts;
  const nowMs = core.clock.nowMs();
  const withdrawn = facts.withdrawnReceipts.has(sha256OfId(receipt.receipt));
  const { researcher, key } = grant.requester;
  const { purposes } = program;
  const asked = { ...noFacts, requester: researcher, purpose: grant.purpose, locked: found.locked };
  const requester = { role: 'Researcher', id: researcher, purposes } as const;
  const approvals = core.trust.stewards
    .filter(({ steward }) => approvedBy.includes(steward))
    .map(({ steward, publicJwk }) => ({
      ...stewardAsks(steward),
      action: 'approveGrant' as const,
      purposes,
      facts: {
        ...asked,
        grant: 'pending' as const,
        approverIsRequester: publicJwk.x === key.x,
      },
    }));
  return [
    { ...requester, action: 'requestGrant', facts: asked },
    ...approvals,
    {
      ...requester,
      action: 'release',
      facts: {
        ...asked,
        grant: grantStanding(verified, facts.revokedGrants.has(grant.grant), nowMs),
        consent: consentStanding(verified, withdrawn || !found.allowed, nowMs),
        tierCovered: tierIsCovered(verified),
        filterCovered: filterIsCovered(verified),
        quotaLeft: found.quotaLeft,
        controls: found.controls,
      },
    },
  ];
}

/** The segments of that manifest, or null where one of them is none of it. */
function findSegments(
  wanted: readonly SegmentId[],
  held: readonly ManifestSegment[],
): readonly ManifestSegment[] | null {
  const byId = new Map(held.map((segment) => [segment.segment, segment]));
  const found = wanted.flatMap((segment) => byId.get(segment) ?? []);
  return found.length === wanted.length ? found : null;
}

function toEntry(
  { grant, claim, manifest, approvedBy }: Verified,
  segment: ManifestSegment,
  release: ReleaseId,
  contributor: Pseudonym,
  at: string,
): LogEntry {
  return {
    v: 1,
    kind: 'release',
    at,
    release,
    grant: grant.grant,
    grantSha256: Buffer.from(grantHash(grant)).toString('hex'),
    claim: claim.nonce,
    contributor,
    program: grant.program,
    session: manifest.session,
    segment: segment.segment,
    tier: manifest.tier,
    purpose: grant.purpose,
    researcher: grant.requester.researcher,
    recipientSha256: createHash('sha256').update(grant.requester.recipient).digest('hex'),
    approvedBy,
    sizeBytes: segment.sizeBytes,
  };
}

function replayedError(): KeeperError {
  return new KeeperError({
    code: 'replayed',
    message: 'That segment was released under this claim before.',
    remedy: 'Sign a new claim.',
  });
}
