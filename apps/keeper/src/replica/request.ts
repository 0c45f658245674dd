/**
 * What a replica says to its primary, signed with the service key that both
 * hold. A request is good for a minute; one that is played again asks for
 * nothing that it did not get before.
 */
import { isId, type Clock, type ReleaseId } from '@understudy/base';
import { openStatement, signStatement, type SigningKey } from '@understudy/consent';
import { z } from 'zod';
import { notAllowedError } from '../error.ts';

const release = z.custom<ReleaseId>((value) => isId('release', value));

const schema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lease'),
    /** Names the process; made anew at each start. */
    replica: z.string().regex(/^[\w-]{22}$/),
    build: z.string().max(200),
    /** The epoch that it knows of, and has stopped for where that is a lockdown's. */
    epoch: z.int().nonnegative(),
    open: z.boolean(),
    running: z.array(release).max(10_000),
    atMs: z.int(),
  }),
  z.strictObject({
    kind: z.literal('ticket'),
    replica: z.string().regex(/^[\w-]{22}$/),
    release,
    /** Whether it is used up by this, or only looked at. */
    take: z.boolean(),
    atMs: z.int(),
  }),
]);
export type ReplicaRequest = z.output<typeof schema>;
export type LeaseRequest = Extract<ReplicaRequest, { kind: 'lease' }>;

const goodForMs = 60_000;

export function signReplicaRequest(request: ReplicaRequest, key: SigningKey): Promise<string> {
  return signStatement('keeper', { ...request }, key);
}

/** @throws ConsentError where it is broken or by another key; KeeperError notAllowed where it is too old */
export async function readReplicaRequest(
  jws: string,
  key: SigningKey,
  clock: Clock,
): Promise<ReplicaRequest> {
  const { value } = await openStatement('keeper', jws, [key.publicJwk], schema);
  if (Math.abs(clock.nowMs() - value.atMs) > goodForMs) throw notAllowedError();
  return value;
}
