/**
 * Daily epoch roots: root key → one key a day, which wraps that day's copy of
 * every private key. The live keys are re-wrapped under today's root, so that
 * destroying a root after `retentionDays` kills each backup made under it.
 *
 * Invariant: `roots/` is no part of any backup (docs/operate.md); a backup
 * alone, with every secret of the stewards, opens nothing.
 */
import { join } from 'node:path';
import { Secret } from '@understudy/base';
import type { Random } from '@understudy/base';
import { z } from 'zod';
import { destroyFile, listFolder, readDestroyable, writeJsonDurably } from '../store/durable.ts';
import { unwrapBytes, wrapBytes } from './wrap.ts';

/** `2026-11-21`, in UTC. */
export type Day = string;

const epochRootFile = z.object({ day: z.iso.date(), wrapped: z.string() });

export function dayOf(atMs: number): Day {
  return new Date(atMs).toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
}

function pathOf(folder: string, day: Day): string {
  return join(folder, `${day}.json`);
}

/** Makes that day's root, or opens the one that is there. */
export async function ensureEpochRoot(
  folder: string,
  day: Day,
  root: Secret<Uint8Array>,
  random: Random,
): Promise<Secret<Uint8Array>> {
  const there = await openEpochRoot(folder, day, root);
  if (there !== null) return there;
  const key = new Secret(random.bytes(32));
  const wrapped = wrapBytes(key, root, { use: 'epochRoot', day }, random);
  await writeJsonDurably(pathOf(folder, day), { day, wrapped });
  return key;
}

/** Null where that day's root is destroyed or never was. @throws KeeperError damaged, wrongKey */
export async function openEpochRoot(
  folder: string,
  day: Day,
  root: Secret<Uint8Array>,
): Promise<Secret<Uint8Array> | null> {
  const file = await readDestroyable(pathOf(folder, day), epochRootFile);
  return file === null ? null : unwrapBytes(file.wrapped, root, { use: 'epochRoot', day });
}

export async function listEpochRoots(folder: string): Promise<readonly Day[]> {
  const names = await listFolder(folder);
  return names.flatMap((name) => (/^\d{4}-\d\d-\d\d\.json$/.test(name) ? [name.slice(0, 10)] : []));
}

export async function destroyEpochRoot(folder: string, day: Day): Promise<boolean> {
  return destroyFile(pathOf(folder, day));
}
