/** What lies about at the vault, looked through for anything readable. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findMarks, marks } from './canary.ts';
import { Finding } from './control.ts';

export interface Found {
  readonly place: string;
  readonly bytes: Uint8Array;
}

export async function* filesBelow(folder: string): AsyncGenerator<Found> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const place = join(entry.parentPath, entry.name);
    yield { place, bytes: await readFile(place) };
  }
}

/**
 * @param held what must be among it: without that, something else was looked through
 * @throws Finding where anything readable is found, or `held` is not there
 */
export async function mustBeBlind(
  what: AsyncIterable<Found> | Iterable<Found>,
  canary: Uint8Array,
  held = '',
): Promise<void> {
  let seen = false;
  // The line alone: the head of a segment is among the marks.
  const wanted = { ...marks, 'what was recorded': canary.subarray(8, 64) };
  for await (const { place, bytes } of what) {
    seen ||= Buffer.from(bytes).includes(held);
    const found = findMarks(bytes, wanted);
    if (found.length > 0) throw new Finding(`${place} holds ${found.join(', ')}.`);
  }
  if (!seen) throw new Finding('What the probes uploaded was not there to be looked through.');
}
