/**
 * A sealed segment → the vault, resumably: asks where the stored part ends,
 * appends from there in pieces, and comes back after every failure a bounded
 * number of times. Idempotent: what is complete is not sent again.
 */
import { systemRandom, type SegmentId } from '@understudy/base';
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
  /** Default 1 MiB; at most 4 MiB. */
  readonly pieceBytes?: number;
}

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
  const pieceBytes = Math.min(options.pieceBytes ?? 1 << 20, maxPieceBytes);
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
      state = await vault.appendSegment({ params, query: { offset }, body, ...signal });
      if (state.receivedBytes > offset) failures = 0;
    } catch (error) {
      if (!(error instanceof CourierError) || !passes(error)) throw error;
      failures += 1;
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
