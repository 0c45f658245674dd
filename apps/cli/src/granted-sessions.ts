/**
 * A grant → the sessions that it reaches, each pulled, opened with the
 * researcher's own key and decoded when its turn comes. Every segment is a
 * release that is in the log before its first byte is here.
 */
import { systemClock, systemRandom, type GrantId, type ReleaseId } from '@understudy/base';
import { signClaim } from '@understudy/consent';
import { createVaultClient, type VaultClient } from '@understudy/courier';
import { DistillError, segmentsToSession, type SessionSource } from '@understudy/distill';
import { decodeSegment, type SegmentContent } from '@understudy/recording';
import { openSegment } from '@understudy/seal';
import { readResearcherKey } from './person-key.ts';

type ResearcherKey = Awaited<ReturnType<typeof readResearcherKey>>;
type Reach = Awaited<ReturnType<VaultClient['listReach']>>['sessions'][number];

/** Releases asked for at once: few, so that a pull that stops has asked for little in vain. */
const batchSize = 8;

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function* pullSegments(
  vault: VaultClient,
  person: ResearcherKey,
  grant: GrantId,
  { session, segments }: Reach,
  releases: ReleaseId[],
): AsyncGenerator<SegmentContent> {
  for (let at = 0; at < segments.length; at += batchSize) {
    const claim = await signClaim(grant, person.key, systemClock, systemRandom);
    const answer = await vault.requestReleases({
      params: { grant },
      body: { claim, session, segments: segments.slice(at, at + batchSize) },
    });
    for (const { release } of answer.releases) {
      releases.push(release);
      const sealed = await vault.getRelease({ params: { release } });
      yield await decodeSegment(await collect(openSegment(sealed, person.identity)));
    }
  }
}

export interface GrantedSessions {
  readonly sources: readonly SessionSource[];
  readonly vault: VaultClient;
}

/** @throws CourierError as the vault refuses; PersonKeyError for the key file. */
export async function grantedSessions(
  baseUrl: string,
  keyFile: string,
  grant: GrantId,
): Promise<GrantedSessions> {
  const person = await readResearcherKey(keyFile);
  const vault = createVaultClient({ baseUrl, key: person.key });
  const { sessions } = await vault.listReach({ params: { grant } });
  if (sessions.length === 0) {
    throw new DistillError({
      code: 'reachesNothing',
      message: `The grant ${grant} reaches no session that may be read: none is shared yet, they were withdrawn or erased, or a consent or the grant has ended.`,
      remedy:
        'See "understudy grant status" for what it reached; ask for a new grant where that fits.',
    });
  }
  const sources = sessions.map((reach) => ({
    session: reach.session,
    grant,
    open: async () => {
      const releases: ReleaseId[] = [];
      const segments = pullSegments(vault, person, grant, reach, releases);
      return segmentsToSession(segments, () => releases);
    },
  }));
  return { sources, vault };
}
