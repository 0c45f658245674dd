/** Zstandard (RFC 8878) in Node: native. The same shape as `zstd.browser.ts`. */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export type Compress = (data: Uint8Array) => Uint8Array;

export function loadZstdCompress(): Promise<Compress> {
  return Promise.resolve((data) => zstdCompressSync(data));
}

/** @throws where the data is damaged, or unpacks to more than `sizeBytes`; it is attacker-controlled. */
export function zstdDecompress(data: Uint8Array, sizeBytes: number): Uint8Array {
  return zstdDecompressSync(data, { maxOutputLength: Math.max(1, sizeBytes) });
}
