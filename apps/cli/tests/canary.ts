/** A text that occurs nowhere else in the world, and the search for it: on a disk, and in a running process. */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findMarks } from '../src/verify/canary.ts';

export function createCanary(name: string): { readonly text: string; readonly bytes: Uint8Array } {
  const text = `${name}-${crypto.randomUUID()}`;
  return { text, bytes: new TextEncoder().encode(`${text} typed by a person, ${text}`) };
}

export function wanted(text: string): Record<string, Uint8Array> {
  return { canary: new TextEncoder().encode(text) };
}

/** How many files of the folder hold the canary in any coating. */
export async function filesWith(dir: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (findMarks(await readFile(path), wanted(text)).length > 0) found.push(path);
  }
  return found;
}

/** Whether the process holds the canary in writable memory, in any coating: what a core dump would. */
export async function memoryHolds(pid: number, text: string): Promise<boolean> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of maps.split('\n')) {
      const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
      if (range === null) continue;
      const from = Number.parseInt(range[1] ?? '', 16);
      const until = Number.parseInt(range[2] ?? '', 16);
      if (await rangeHolds(memory, from, until, text)) return true;
    }
    return false;
  } finally {
    await memory.close();
  }
}

const stepBytes = 16 << 20;
const overlapBytes = 4096;

async function rangeHolds(
  memory: Awaited<ReturnType<typeof open>>,
  from: number,
  until: number,
  text: string,
): Promise<boolean> {
  for (let at = from; at < until; at += stepBytes - overlapBytes) {
    const length = Math.min(stepBytes, until - at);
    const read = await memory
      .read(Buffer.alloc(length), 0, length, at)
      // A guard page, or one that went away meanwhile.
      .catch(() => null);
    if (read === null) continue;
    if (findMarks(read.buffer.subarray(0, read.bytesRead), wanted(text)).length > 0) return true;
  }
  return false;
}
