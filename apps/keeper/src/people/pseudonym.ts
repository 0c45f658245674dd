/**
 * Contributor → the name by which the log calls them: HMAC-SHA-256 of their id
 * under a key of their own. Erasing everything shreds that key, and the log's
 * entries then point at nobody (docs/security.md, promise 18).
 */
import { join } from 'node:path';
import { isId, Secret } from '@understudy/base';
import type { ContributorId, Random } from '@understudy/base';
import { createPseudonym, type Pseudonym } from '@understudy/tlog';
import { z } from 'zod';
import { destroyFile, listFolder, readDestroyable, writeJsonDurably } from '../store/durable.ts';

const schema = z.object({ key: z.string() });

interface KnownPerson {
  readonly contributor: ContributorId;
  readonly pseudonym: Pseudonym;
}

/** Each contributor's key in its own file, so that it can be shredded alone. */
export interface Pseudonyms {
  /** Made at the first call. */
  ensure(contributor: ContributorId): Promise<Pseudonym>;
  find(contributor: ContributorId): Promise<Pseudonym | null>;
  shred(contributor: ContributorId): Promise<void>;
  /** Everybody's: for notices to those whom an incident touched. */
  people(): Promise<readonly KnownPerson[]>;
}

export function createPseudonyms(folder: string, random: Random): Pseudonyms {
  const pathOf = (contributor: ContributorId): string => join(folder, `${contributor}.json`);
  const running = new Map<ContributorId, Promise<Pseudonym>>();
  const find = async (contributor: ContributorId): Promise<Pseudonym | null> => {
    const file = await readDestroyable(pathOf(contributor), schema);
    return file === null ? null : toPseudonym(contributor, file.key);
  };
  const make = async (contributor: ContributorId): Promise<Pseudonym> => {
    const there = await find(contributor);
    if (there !== null) return there;
    const key = Buffer.from(random.bytes(32)).toString('base64url');
    await writeJsonDurably(pathOf(contributor), { key });
    return toPseudonym(contributor, key);
  };
  return {
    ensure: (contributor) => {
      const made =
        running.get(contributor) ?? make(contributor).finally(() => running.delete(contributor));
      running.set(contributor, made);
      return made;
    },
    find,
    shred: async (contributor) => {
      await destroyFile(pathOf(contributor));
    },
    people: async () => {
      const known: KnownPerson[] = [];
      for (const name of await listFolder(folder)) {
        const contributor = name.replace(/\.json$/, '');
        if (!isId('contributor', contributor)) continue;
        const pseudonym = await find(contributor);
        if (pseudonym !== null) known.push({ contributor, pseudonym });
      }
      return known;
    },
  };
}

function toPseudonym(contributor: ContributorId, key: string): Pseudonym {
  return createPseudonym(new Secret(Buffer.from(key, 'base64url')), contributor);
}
