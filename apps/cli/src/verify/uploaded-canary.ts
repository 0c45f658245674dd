/**
 * A recording of the probes' own with a mark in it, sealed and uploaded as any
 * recorder does: what the vault then holds is looked through for the mark.
 */
import { createHash } from 'node:crypto';
import { createId, systemRandom, type Clock, type SegmentId } from '@understudy/base';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { parseAgeRecipient, sealArchive, type AgeRecipient } from '@understudy/seal';
import { plaintextMark } from './canary.ts';
import { anotherSession, type ProbePerson } from './probe-person.ts';
import type { Places } from './target.ts';

export interface UploadedCanary {
  readonly segment: SegmentId;
  readonly sizeBytes: number;
}

/** A segment's first bytes, and a line that occurs nowhere else in the world. */
export function createCanary(): Uint8Array {
  const line = `understudy-canary-${Buffer.from(systemRandom.bytes(24)).toString('hex')}\n`;
  return Buffer.concat([plaintextMark, Buffer.from(line.repeat(64))]);
}

export async function uploadCanary(
  places: Places,
  signedProgram: string,
  person: ProbePerson,
  canary: Uint8Array,
  clock: Clock,
): Promise<UploadedCanary> {
  const pieces: Uint8Array[] = [];
  const recipients = await recipientsOf(places, signedProgram, person);
  for await (const piece of sealArchive(canary, recipients)) pieces.push(piece);
  const sealed = Buffer.concat(pieces);
  const segment = createId('segment', clock, systemRandom);
  const { manifest, signed } = await anotherSession(
    person,
    {
      segments: [
        {
          segment,
          index: 0,
          startNs: 0,
          endNs: 1,
          sizeBytes: sealed.length,
          sha256: createHash('sha256').update(sealed).digest('hex'),
        },
      ],
    },
    clock,
  );
  const vault = createVaultClient({ baseUrl: places.vault, key: person.key });
  await vault.putManifest({ params: { session: manifest.session }, body: { manifest: signed } });
  await vault.uploadSegment({
    segment,
    sizeBytes: sealed.length,
    read: async (offset, length) => sealed.subarray(offset, offset + length),
  });
  return { segment, sizeBytes: sealed.length };
}

/** The keeper's recipient too, where the keeper is open: under a lockdown nobody gets one. */
async function recipientsOf(
  { keeper }: Places,
  program: string,
  { key, recipient: own }: ProbePerson,
): Promise<readonly AgeRecipient[]> {
  const client = createKeeperClient({ baseUrl: keeper, key });
  if ((await client.status()).state !== 'open') return [own];
  const { recipient } = await client.recipient({ body: { program } });
  return [own, parseAgeRecipient(recipient)];
}
