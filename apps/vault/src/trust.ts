/**
 * Whose word counts: the public keys of stewards, researchers and operators,
 * from a file that the operator keeps (`trust.json`; the keeper has its own).
 * Read anew when it changes, so that a key can be added or struck without a restart.
 */
import type { ResearcherId } from '@understudy/base';
import { publicJwkToKid, type KnownSteward, type PublicJwk } from '@understudy/consent';
import { idSchema, publicJwkSchema, sha256Schema, type Caller } from '@understudy/protocol';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { VaultError } from './error.ts';

/**
 * Who this person is at the identity provider: SHA-256 of `issuer subject`, hexadecimal, so that
 * not even an account's name stands here; null for those who never sign in at a browser.
 */
const subject = sha256Schema.nullable().default(null);

const trustSchema = z.object({
  stewards: z.array(
    z.object({ steward: idSchema('steward'), publicJwk: publicJwkSchema, subject }),
  ),
  researchers: z
    .array(z.object({ researcher: idSchema('researcher'), publicJwk: publicJwkSchema, subject }))
    .default([]),
  operators: z.array(z.object({ publicJwk: publicJwkSchema, subject })).default([]),
});
export type TrustFile = z.input<typeof trustSchema>;

export interface TrustedPerson {
  readonly kid: string;
  readonly subject: string | null;
  readonly publicJwk: PublicJwk;
  readonly owner: Extract<Caller, { kind: 'steward' | 'researcher' | 'operator' }>;
}

export interface Trust {
  stewards(): Promise<readonly KnownSteward[]>;
  personBySubject(subject: string): Promise<TrustedPerson | null>;
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
    personBySubject: async (subject) => {
      const people = [...(await current()).people.values()];
      return people.find((person) => person.subject === subject) ?? null;
    },
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
    const add = async (
      { publicJwk, subject }: { readonly publicJwk: PublicJwk; readonly subject: string | null },
      owner: TrustedPerson['owner'],
    ): Promise<void> => {
      const kid = await publicJwkToKid(publicJwk);
      people.set(kid, { kid, publicJwk, subject, owner });
    };
    for (const person of file.operators) await add(person, { kind: 'operator' });
    for (const person of file.researchers) {
      await add(person, { kind: 'researcher', researcher: person.researcher });
    }
    for (const person of file.stewards) {
      await add(person, { kind: 'steward', steward: person.steward });
    }
    const stewards = file.stewards.map(({ steward, publicJwk }) => ({ steward, publicJwk }));
    return { stewards, people };
  } catch (cause) {
    throw new VaultError({
      code: 'badTrust',
      message: `The list of trusted keys ${path} cannot be read.`,
      remedy: 'Give a JSON file with "stewards", "researchers" and "operators" (docs/operate.md).',
      cause,
    });
  }
}

/** Adds people to the file (made where it is missing); of who is there already, only the account changes. */
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
    stewards: union<TrustFile['stewards'][number]>(before.stewards, people.stewards),
    researchers: union<NonNullable<TrustFile['researchers']>[number]>(
      before.researchers,
      people.researchers ?? [],
    ),
    operators: union<NonNullable<TrustFile['operators']>[number]>(
      before.operators,
      people.operators ?? [],
    ),
  };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.new`;
  await writeFile(next, `${JSON.stringify(trustSchema.parse(merged), null, 2)}\n`, { mode: 0o600 });
  await rename(next, path);
}

function union<
  Entry extends { readonly publicJwk: PublicJwk; readonly subject?: string | null | undefined },
>(before: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const known = new Set(before.map(({ publicJwk }) => publicJwk.x));
  const kept = before.map((entry) => {
    const again = added.find(({ publicJwk }) => publicJwk.x === entry.publicJwk.x);
    return { ...entry, subject: again?.subject ?? entry.subject };
  });
  return [...kept, ...added.filter(({ publicJwk }) => !known.has(publicJwk.x))];
}
