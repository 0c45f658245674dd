/**
 * The capture lease: the keeper's word that no lockdown is in force, renewed
 * long before it runs out. Without one nothing may be captured.
 *
 * Time that is left is counted on the monotonic clock from when the lease was
 * asked for, so a wall clock set back lengthens nothing, and a keeper that
 * cannot be reached ends the recording within the lease's 30 seconds.
 */
import type { Clock, DeviceId } from '@understudy/base';
import { leaseToDurationMs, verifyLease, type PublicJwk } from '@understudy/consent';
import { CompanionError } from './error.ts';

/** Renewed when this much of a lease is used. */
const renewAtShare = 1 / 3;
const retryMs = 2_000;

/** `locked`: a steward's lockdown, or a keeper that is sealed. */
export type LeaseLoss = 'locked' | 'leaseLost' | 'deviceRevoked' | 'notLive';

export interface LeaseOptions {
  readonly device: DeviceId;
  readonly keeperKeys: readonly PublicJwk[];
  readonly clock: Clock;
  /** Asks the keeper for a lease. Its refusals are told apart by `lossOf`. */
  ask(): Promise<string>;
  /** Which refusal means what; null: the keeper did not refuse, it could not be reached. */
  lossOf(error: unknown): LeaseLoss | null;
  /** Called once, when capture must stop; the holder is closed then. */
  onLost(loss: LeaseLoss): void;
}

export interface LeaseHolder {
  /** Whether capture is allowed at this moment. */
  holds(): boolean;
  close(): void;
}

/** @throws CompanionError `keeperLocked`, `keeperUnreachable`; ConsentError for a bad lease */
export async function holdLease(options: LeaseOptions): Promise<LeaseHolder> {
  const { clock } = options;
  let until = await ask(options).catch((error: unknown) => {
    throw refusalOf(options, error);
  });
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const leftMs = (): number => Number(until - clock.monotonicNs()) / 1e6;
  const close = (): void => {
    closed = true;
    clearTimeout(timer);
  };
  const lose = (loss: LeaseLoss): void => {
    if (closed) return;
    close();
    options.onLost(loss);
  };
  const renew = async (): Promise<void> => {
    // A keeper that takes the question and never answers must not outlast the lease.
    timer = setTimeout(() => lose('leaseLost'), leftMs());
    try {
      until = await ask(options);
    } catch (error) {
      const loss = options.lossOf(error);
      if (loss !== null) return lose(loss);
      if (leftMs() <= 0) return lose('leaseLost');
    } finally {
      clearTimeout(timer);
    }
    schedule();
  };
  const schedule = (): void => {
    if (closed) return;
    const left = leftMs();
    // While the keeper is silent, ask often, but never past the end of the lease.
    const wait = Math.max(0, Math.min(left, Math.max(retryMs, left * renewAtShare)));
    timer = setTimeout(() => {
      if (leftMs() <= 0) lose('leaseLost');
      else void renew();
    }, wait);
  };
  schedule();
  return { holds: () => !closed && leftMs() > 0, close };
}

/** @returns when the lease ends, on the monotonic clock */
async function ask(options: LeaseOptions): Promise<bigint> {
  const askedAt = options.clock.monotonicNs();
  const lease = await verifyLease(await options.ask(), options.keeperKeys, options.clock.nowMs());
  if (lease.device !== options.device) {
    throw new CompanionError({
      code: 'leaseLost',
      message: 'The keeper answered with a lease for another device.',
      remedy: 'Ask your operator to look at the keeper; nothing is recorded meanwhile.',
    });
  }
  return askedAt + BigInt(Math.floor(leaseToDurationMs(lease) * 1e6));
}

function refusalOf(options: LeaseOptions, error: unknown): unknown {
  const loss = options.lossOf(error);
  if (loss === 'locked') {
    return new CompanionError({
      code: 'keeperLocked',
      message: 'Recording is locked: a steward locked everything, or the keeper is sealed.',
      remedy: 'Try again after it has been opened; nothing was recorded.',
      cause: error,
    });
  }
  if (loss !== null) return error;
  return new CompanionError({
    code: 'keeperUnreachable',
    message: 'The keeper did not give leave to record: it cannot be reached.',
    remedy: 'Check the network and that the keeper runs, then try again.',
    cause: error,
  });
}
