/** Logs of a test: keys, entries of every kind that matters, and storages that fail on command. */
import { createId, Secret, systemRandom, type Clock, type ContributorId } from '@understudy/base';
import type { LogStorage } from '../src/storage.ts';
import {
  cosignatureKeyType,
  createNoteSigner,
  createPseudonym,
  ed25519KeyType,
  generateNoteKey,
  type Checkpoint,
  type LogEntry,
  type Pseudonym,
  type WitnessState,
} from '../src/index.ts';

export const startMs = Date.parse('2026-05-04T12:00:00.000Z');
export const clock: Clock = { nowMs: () => startMs, monotonicNs: () => 0n };

export function createSigner(name = 'log.example/understudy') {
  return createNoteSigner(generateNoteKey(name, ed25519KeyType, systemRandom));
}

export function createWitnessSigner(name = 'works-council') {
  return createNoteSigner(generateNoteKey(name, cosignatureKeyType, systemRandom));
}

export function newPseudonym(): Pseudonym {
  const contributor: ContributorId = createId('contributor', clock, systemRandom);
  return createPseudonym(new Secret(systemRandom.bytes(32)), contributor);
}

const ids = {
  program: createId('program', clock, systemRandom),
  grant: createId('grant', clock, systemRandom),
  researcher: createId('researcher', clock, systemRandom),
  session: createId('session', clock, systemRandom),
  stewards: [
    createId('steward', clock, systemRandom),
    createId('steward', clock, systemRandom),
  ] as const,
};

export function releaseOf(
  contributor: Pseudonym,
  atMs = startMs,
): Extract<LogEntry, { kind: 'release' }> {
  return {
    v: 1,
    at: new Date(atMs).toISOString(),
    kind: 'release',
    release: createId('release', clock, systemRandom),
    claim: 'nonce',
    contributor,
    grant: ids.grant,
    grantSha256: 'a'.repeat(64),
    program: ids.program,
    session: ids.session,
    segment: createId('segment', clock, systemRandom),
    tier: 'screen',
    purpose: 'agentTraining',
    researcher: ids.researcher,
    recipientSha256: 'b'.repeat(64),
    approvedBy: [...ids.stewards],
    sizeBytes: 4096,
  };
}

/** An entry about nobody. */
export function lockdownOf(epoch: number): LogEntry {
  return {
    v: 1,
    at: new Date(startMs + epoch).toISOString(),
    kind: 'lockdown',
    epoch,
    steward: ids.stewards[0],
    orderSha256: 'c'.repeat(64),
  };
}

export function createMemoryState(): WitnessState {
  const known = new Map<string, Checkpoint>();
  return {
    read: (origin) => Promise.resolve(known.get(origin) ?? null),
    write: (checkpoint) => {
      known.set(checkpoint.origin, checkpoint);
      return Promise.resolve();
    },
  };
}

export class Crash extends Error {}

/**
 * A machine that dies at its `fuse`th step. `power`: what was not flushed is
 * gone, and the write that was under way is on the disk in part.
 */
export function createDyingStorage(disk: Disk, fuse: number, death: 'kill' | 'power'): LogStorage {
  let left = fuse;
  let dead = false;
  const volatile = new Map(disk.durable.files);
  const step = (torn?: () => void): void => {
    if (!dead && left > 0) {
      left -= 1;
      return;
    }
    if (!dead) torn?.();
    if (!dead && death === 'kill') disk.durable.files = new Map(volatile);
    dead = true;
    throw new Crash('The machine died.');
  };
  return {
    read: (path) => Promise.resolve(volatile.get(path) ?? null),
    write: async (path, bytes) => {
      step();
      volatile.set(path, Uint8Array.from(bytes));
    },
    sync: async (paths) => {
      step();
      for (const path of paths) {
        const bytes = volatile.get(path);
        if (bytes !== undefined) disk.durable.files.set(path, bytes);
      }
    },
    remove: async (path) => {
      step();
      volatile.delete(path);
    },
    readJournal: () => Promise.resolve(disk.durable.journal),
    appendJournal: async (bytes) => {
      const before = disk.durable.journal ?? new Uint8Array();
      const grow = (share: number): void => {
        disk.durable.journal = Uint8Array.from([
          ...before,
          ...bytes.subarray(0, Math.floor(bytes.length * share)),
        ]);
      };
      step(() => grow((fuse % 10) / 10));
      grow(1);
      // The machine may also die after the write and before its answer.
      step();
    },
    replaceJournal: async (bytes) => {
      step();
      disk.durable.journal = Uint8Array.from(bytes);
      step();
    },
    close: () => Promise.resolve(),
  };
}

export interface Disk {
  readonly durable: { files: Map<string, Uint8Array>; journal: Uint8Array | null };
}

export function createDisk(): Disk {
  return { durable: { files: new Map(), journal: null } };
}
