/**
 * A replica's keyring and whether it may be used: by the lock machine, under a
 * lease of its primary that runs out by itself. What is not certain refuses.
 */
import type { Clock, ReleaseId } from '@understudy/base';
import { lockedError, notAllowedError, sealedError } from '../error.ts';
import type { Keyring } from '../keys/keyring.ts';
import { mayGoOn, mayOpen, stepLock, type LockEvent, type LockState } from '../lock/machine.ts';
import { createStreams, type Streams } from '../lock/streams.ts';

export interface ReplicaLock {
  readonly streams: Streams;
  state(): LockState;
  /** @throws KeeperError sealed, locked */
  requireOpen(): Keyring;
  /** Of a stream that begins now. @throws KeeperError sealed, locked, notAllowed */
  createCheck(release: ReleaseId): () => void;
  unseal(keyring: Keyring): void;
  seal(): void;
  /** What the primary answered to what was asked at `askedAtTick`. */
  renew(answer: {
    readonly epoch: number;
    readonly lock: LockState['lock'];
    readonly leaseMs: number;
    readonly stopped: readonly ReleaseId[];
    readonly askedAtTick: number;
  }): void;
  running(): readonly ReleaseId[];
  ended(release: ReleaseId): void;
  tick(): number;
}

export function createReplicaLock(clock: Clock): ReplicaLock {
  let state: LockState = {
    epoch: 0,
    // Until the primary says otherwise.
    lock: 'unlocked',
    seal: 'sealed',
    authority: { kind: 'replica', leaseUntilTick: 0 },
  };
  let keyring: Keyring | null = null;
  const streams = createStreams();
  const running = new Set<ReleaseId>();
  const stopped = new Set<ReleaseId>();
  const tick = (): number => Number(clock.monotonicNs() / 1_000_000n);
  const step = (event: LockEvent): void => {
    state = stepLock(state, event).state;
    if (state.seal === 'open' || keyring === null) return;
    keyring.wipe();
    keyring = null;
    // Their next piece would be refused; they need not wait for it.
    void streams.stop();
  };
  const require = (allowed: boolean): void => {
    if (state.lock === 'locked') throw lockedError();
    if (!allowed) throw sealedError();
  };
  return {
    streams,
    state: () => state,
    requireOpen: () => {
      require(mayOpen(state, tick()));
      if (keyring === null) throw sealedError();
      return keyring;
    },
    createCheck: (release) => {
      const { epoch } = state;
      const started = keyring;
      running.add(release);
      return () => {
        require(started === keyring && mayGoOn(state, epoch, tick()));
        if (stopped.has(release)) throw notAllowedError();
      };
    },
    unseal: (opened) => {
      keyring?.wipe();
      step({ kind: 'unseal' });
      if (state.seal === 'open') keyring = opened;
      else opened.wipe();
    },
    seal: () => {
      step({ kind: 'seal' });
    },
    renew: ({ epoch, lock, leaseMs, stopped: ended, askedAtTick }) => {
      for (const release of ended) if (running.has(release)) stopped.add(release);
      step({ kind: 'lease', epoch, lock, untilTick: askedAtTick + leaseMs });
    },
    running: () => [...running],
    ended: (release) => {
      running.delete(release);
      stopped.delete(release);
    },
    tick,
  };
}
