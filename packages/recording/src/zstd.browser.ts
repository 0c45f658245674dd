/**
 * Zstandard (RFC 8878) in browsers, which have none of their own: written by
 * the reference encoder in WebAssembly (its bytes are in the script: nothing
 * is fetched, nothing evaluated), read in plain JavaScript, which loads at once.
 */
import { Zstd } from '@hpcc-js/wasm-zstd';
import { decompress } from 'fzstd';
import type { Compress } from './zstd.node.ts';

export async function loadZstdCompress(level: number): Promise<Compress> {
  const zstd = await Zstd.load();
  return (data) => zstd.compress(data, level);
}

/** @throws where the data is damaged, or unpacks to another size than `sizeBytes`; it is attacker-controlled. */
export function zstdDecompress(data: Uint8Array, sizeBytes: number): Uint8Array {
  const unpacked = decompress(data, new Uint8Array(sizeBytes));
  if (unpacked.length !== sizeBytes)
    throw new RangeError('The chunk has another size than it says.');
  return unpacked;
}
