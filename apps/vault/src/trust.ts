/**
 * Whose word counts: the public keys of stewards, researchers and operators,
 * from a file that the operator keeps (`trust.json`; the keeper has its own).
 * Read anew when it changes, so that a key can be added or struck without a restart.
 */
import type { ResearcherId } from '@understudy/base';
import { publicJwkToKid, type KnownSteward, type PublicJwk } from '@understudy/consent';
import { idSchema, publicJwkSchema, type Caller } from '@understudy/protocol';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { VaultError } from './error.ts';

const trustSchema = z.object({
  stewards: z.array(z.object({ steward: idSchema('steward'), publicJwk: publicJwkSchema })),
  researchers: z
    .array(z.object({ researcher: idSchema('researcher'), publicJwk: publicJwkSchema }))
    .default([]),
  operators: z.array(z.object({ publicJwk: publicJwkSchema })).default([]),
});
export type TrustFile = z.input<typeof trustSchema>;

export interface TrustedPerson {
  readonly publicJwk: PublicJwk;
  readonly owner: Extract<Caller, { kind: 'steward' | 'researcher' | 'operator' }>;
}

export interface Trust {
  stewards(): Promise<readonly KnownSteward[]>;
  personByKid(kid: string): Promise<TrustedPerson | null>;
  researcherKey(researcher: ResearcherId): Promise<PublicJwk | null>;
}

interface Loaded {
  readonly stewards: readonly KnownSteward[];
  readonly people: ReadonlyMap<string, TrustedPerson>;
}

/** @throws VaultError badTrust at once where the file is unreadable or malformed. */
export async function openTrust(path: string): Promise<Trust> {
  let loaded = await load(path);
  let stamp = await stampOf(path);
  const current = async (): Promise<Loaded> => {
    const now = await stampOf(path);
    if (now !== stamp) {
      loaded = await load(path);
      stamp = now;
    }
    return loaded;
  };
  return {
    stewards: async () => (await current()).stewards,
    personByKid: async (kid) => (await current()).people.get(kid) ?? null,
    researcherKey: async (researcher) => {
      for (const { owner, publicJwk } of (await current()).people.values()) {
        if (owner.kind === 'researcher' && owner.researcher === researcher) return publicJwk;
      }
      return null;
    },
  };
}

async function stampOf(path: string): Promise<string> {
  const { mtimeNs, size } = await stat(path, { bigint: true });
  return `${mtimeNs}/${size}`;
}

async function load(path: string): Promise<Loaded> {
  try {
    const file = trustSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const people = new Map<string, TrustedPerson>();
    const add = async (publicJwk: PublicJwk, owner: TrustedPerson['owner']): Promise<void> => {
      people.set(await publicJwkToKid(publicJwk), { publicJwk, owner });
    };
    for (const { publicJwk } of file.operators) await add(publicJwk, { kind: 'operator' });
    for (const { publicJwk, researcher } of file.researchers) {
      await add(publicJwk, { kind: 'researcher', researcher });
    }
    for (const { publicJwk, steward } of file.stewards) {
      await add(publicJwk, { kind: 'steward', steward });
    }
    return { stewards: file.stewards, people };
  } catch (cause) {
    throw new VaultError({
      code: 'badTrust',
      message: `The list of trusted keys ${path} cannot be read.`,
      remedy: 'Give a JSON file with "stewards", "researchers" and "operators" (docs/operate.md).',
      cause,
    });
  }
}

/** Adds people to the file (made where it is missing); who is there already stays as they are. */
export async function addToTrust(path: string, people: TrustFile): Promise<void> {
  const before = trustSchema.parse(
    JSON.parse(
      await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '{"stewards":[]}';
        throw error;
      }),
    ),
  );
  const merged = {
    stewards: union(before.stewards, people.stewards),
    researchers: union(before.researchers, people.researchers ?? []),
    operators: union(before.operators, people.operators ?? []),
  };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.new`;
  await writeFile(next, `${JSON.stringify(trustSchema.parse(merged), null, 2)}\n`, { mode: 0o600 });
  await rename(next, path);
}

function union<Entry extends { readonly publicJwk: PublicJwk }>(
  before: readonly Entry[],
  added: readonly Entry[],
): readonly Entry[] {
  const known = new Set(before.map(({ publicJwk }) => publicJwk.x));
  return [...before, ...added.filter(({ publicJwk }) => !known.has(publicJwk.x))];
}
