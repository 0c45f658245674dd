/** Zstandard (RFC 8878) in Node: native. The same shape as `zstd.browser.ts`. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export type Compress = (data: Uint8Array) => Uint8Array;

export function loadZstdCompress(level: number): Promise<Compress> {
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  return Promise.resolve((data) => zstdCompressSync(data, { params }));
}

/** @throws where the data is damaged, or unpacks to more than `sizeBytes`; it is attacker-controlled. */
export function zstdDecompress(data: Uint8Array, sizeBytes: number): Uint8Array {
  return zstdDecompressSync(data, { maxOutputLength: Math.max(1, sizeBytes) });
}
