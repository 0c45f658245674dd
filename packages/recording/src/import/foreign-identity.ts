/**
 * Ids for what other recorders made, from the bytes of their file: the same
 * recording gives the same session and frames wherever it is imported. An id
 * says nothing of the path or the machine.
 */
import { createId, type Clock, type FrameId } from '@understudy/base';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { SessionHeader } from '../session.ts';

export interface ForeignIdentity {
  readonly header: SessionHeader;
  /** @param name what no other frame of the recording is called. */
  frameId(name: string): FrameId;
}

/** 9999-12-31: what ids and dates can hold. */
const latestMs = 253_402_300_799_999;

export interface ForeignFacts {
  readonly recorder: string;
  readonly startedAtMs: number;
  readonly platform: SessionHeader['platform'];
  readonly task: string | null;
}

export async function hashOf(path: string): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest();
}

export function createForeignIdentity(hash: Uint8Array, facts: ForeignFacts): ForeignIdentity {
  // A clock that was never set, or one of something else, is taken as the nearest that there is.
  const startedAtMs = Math.min(latestMs, Math.max(0, Math.trunc(facts.startedAtMs)));
  const clock: Clock = { nowMs: () => startedAtMs, monotonicNs: () => 0n };
  const idFrom = <Kind extends 'session' | 'frame'>(kind: Kind, salt: string) =>
    createId(kind, clock, {
      bytes: (length) =>
        createHash('sha256').update(hash).update(salt).digest().subarray(0, length),
    });
  return {
    header: {
      session: idFrom('session', 'session'),
      origin: { kind: 'foreign', recorder: facts.recorder },
      task: facts.task,
      tier: 'screen',
      startedAt: new Date(startedAtMs).toISOString(),
      platform: facts.platform,
      recorder: facts.recorder,
    },
    frameId: (name) => idFrom('frame', `frame ${name}`),
  };
}
