/**
 * A sealed segment → the vault, resumably: asks where the stored part ends,
 * appends from there in pieces as large as the line carries in a second or two,
 * and comes back after every failure a bounded number of times. Idempotent: what
 * is complete is not sent again.
 */
import { systemClock, systemRandom, type SegmentId } from '@understudy/base';
import { maxPieceBytes, type VaultContract } from '@understudy/protocol';
import { defaultBackoff, timerSleep, waitMs } from './backoff.ts';
import type { Client, ClientOptions } from './client.ts';
import { CourierError } from './error.ts';

export interface SegmentSource {
  readonly segment: SegmentId;
  readonly sizeBytes: number;
  /** The sealed bytes from `offset` on, at most `lengthBytes` of them. */
  read(offset: number, lengthBytes: number): Promise<Uint8Array>;
}

export interface UploadOptions {
  readonly onProgress?: (receivedBytes: number) => void;
  readonly signal?: AbortSignal;
  /** At most so much at once. Default 1 MiB; at most 4 MiB. */
  readonly pieceBytes?: number;
}

const firstPieceBytes = 256 * 1024;
const leastPieceBytes = 16 * 1024;
/** So long a piece should take: then progress shows, and no answer is waited for in vain. */
const pieceMs = { short: 500, long: 2_000 } as const;

/**
 * @throws CourierError unreachable, consentNotLive, notCovered, deviceRevoked, diskFull,
 *   hashMismatch (the local file is not what the manifest lists), notAvailable (no manifest lists it)
 */
export async function uploadSegment(
  vault: Pick<Client<VaultContract>, 'getUpload' | 'appendSegment'>,
  source: SegmentSource,
  client: ClientOptions,
  options: UploadOptions = {},
): Promise<void> {
  const backoff = client.backoff ?? defaultBackoff;
  const clock = client.clock ?? systemClock;
  const mostBytes = Math.min(options.pieceBytes ?? 1 << 20, maxPieceBytes);
  let pieceBytes = Math.min(firstPieceBytes, mostBytes);
  const smaller = (): number =>
    Math.min(mostBytes, Math.max(leastPieceBytes, Math.ceil(pieceBytes / 2)));
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const params = { segment: source.segment };
  let failures = 0;
  let state = await vault.getUpload({ params, ...signal });
  while (!state.complete) {
    const offset = state.receivedBytes;
    options.onProgress?.(offset);
    try {
      const length = Math.min(pieceBytes, source.sizeBytes - offset);
      const body = await source.read(offset, length);
      const sentAt = clock.monotonicNs();
      state = await vault.appendSegment({ params, query: { offset }, body, ...signal });
      const tookMs = Number(clock.monotonicNs() - sentAt) / 1e6;
      if (tookMs < pieceMs.short) pieceBytes = Math.min(mostBytes, pieceBytes * 2);
      else if (tookMs > pieceMs.long) pieceBytes = smaller();
      if (state.receivedBytes > offset) failures = 0;
    } catch (error) {
      if (!(error instanceof CourierError) || !passes(error)) throw error;
      failures += 1;
      pieceBytes = smaller();
      if (failures >= backoff.attempts) throw error;
      await (client.sleep ?? timerSleep)(
        waitMs(backoff, failures, client.random ?? systemRandom),
        options.signal,
      );
      state = await vault.getUpload({ params, ...signal });
    }
  }
  options.onProgress?.(state.receivedBytes);
}

/** Failures that the next attempt may not meet. */
function passes(error: CourierError): boolean {
  return (
    error.code === 'unreachable' ||
    error.code === 'badOffset' ||
    error.code === 'conflict' ||
    error.code === 'replayed' ||
    error.code === 'internal' ||
    error.code === 'storeDown'
  );
}
