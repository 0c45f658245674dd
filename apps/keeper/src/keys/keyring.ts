/**
 * Session → hybrid age key of its own, kept wrapped under an epoch root. The
 * roots live in memory only, between `openKeyring` and `wipe`; afterwards
 * every method refuses with `sealed`.
 */
import { revealSecret, Secret } from '@understudy/base';
import type { Clock, Random } from '@understudy/base';
import { generateHybridKey, type AgeRecipient } from '@understudy/seal';
import { KeeperError, sealedError } from '../error.ts';
import {
  addDays,
  dayOf,
  destroyEpochRoot,
  ensureEpochRoot,
  listEpochRoots,
  openEpochRoot,
  type Day,
} from './epoch-root.ts';
import { keyFiles, readKeyFile, writeKeyFile, type KeyFile, type KeyName } from './key-file.ts';
import { createTagger, type Tagger } from './tag.ts';
import { unwrapBytes, wipe, wrapBytes } from './wrap.ts';

export interface KeyringPlaces {
  readonly keysFolder: string;
  readonly rootsFolder: string;
}

export interface Keyring {
  /** The recipient by that name, with the key made first where there is none. */
  ensureKey(name: KeyName): Promise<EnsuredKey>;
  /**
   * What opens a session: its own key, or the program's where it has none.
   * @throws KeeperError missing (destroyed or never made), sealed
   */
  identity(name: KeyName): Promise<Secret<string>>;
  /** Today's root made, roots older than `retentionDays` destroyed, the keys under them re-wrapped before. */
  rotate(retentionDays: number): Promise<readonly Day[]>;
  readonly tagger: Tagger;
  wipe(): void;
}

interface EnsuredKey {
  readonly recipient: AgeRecipient;
  readonly created: boolean;
}

export function openKeyring(
  places: KeyringPlaces,
  root: Secret<Uint8Array>,
  clock: Clock,
  random: Random,
): Keyring {
  let open = true;
  const epochRoots = new Map<Day, Secret<Uint8Array>>();
  const making = new Map<string, Promise<EnsuredKey>>();
  const requireOpen = (): void => {
    if (!open) throw sealedError();
  };
  const today = async (): Promise<{ day: Day; key: Secret<Uint8Array> }> => {
    const day = dayOf(clock.nowMs());
    return {
      day,
      key:
        epochRoots.get(day) ??
        keep(day, await ensureEpochRoot(places.rootsFolder, day, root, random)),
    };
  };
  const keep = (day: Day, key: Secret<Uint8Array>): Secret<Uint8Array> => {
    if (!open) {
      // Sealed while the file was read: what was just opened goes at once.
      wipe(key);
      throw sealedError();
    }
    epochRoots.set(day, key);
    return key;
  };
  const rootOfDay = async (day: Day): Promise<Secret<Uint8Array> | null> => {
    const held = epochRoots.get(day);
    if (held !== undefined) return held;
    const key = await openEpochRoot(places.rootsFolder, day, root);
    return key === null ? null : keep(day, key);
  };
  const openFile = async (file: KeyFile): Promise<Secret<Uint8Array>> => {
    const key = await rootOfDay(file.day);
    requireOpen();
    if (key === null) throw missingKey();
    return unwrapBytes(file.wrapped, key, contextOf(file));
  };
  const makeKey = async (name: KeyName): Promise<EnsuredKey> => {
    const there = await readKeyFile(places.keysFolder, name);
    if (there !== null) return { recipient: there.recipient, created: false };
    const { identity, recipient } = await generateHybridKey();
    const { day, key } = await today();
    requireOpen();
    const head = { ...name, recipient, day, createdAtMs: clock.nowMs() };
    const plain = new Secret<Uint8Array>(Buffer.from(revealSecret(identity), 'utf8'));
    const wrapped = wrapBytes(plain, key, contextOf(head), random);
    wipe(plain);
    await writeKeyFile(places.keysFolder, { ...head, wrapped });
    return { recipient, created: true };
  };

  const tagger = createTagger(root);
  const guarded: Tagger = {
    tag: (use, value) => {
      requireOpen();
      return tagger.tag(use, value);
    },
    isTag: (use, value, tag) => {
      requireOpen();
      return tagger.isTag(use, value, tag);
    },
  };

  return {
    ensureKey: ({ contributor, program, session }) => {
      requireOpen();
      const label = `${contributor}/${program}/${session ?? ''}`;
      const running =
        making.get(label) ??
        makeKey({ contributor, program, session }).finally(() => making.delete(label));
      making.set(label, running);
      return running;
    },
    identity: async (name) => {
      requireOpen();
      const file =
        (await readKeyFile(places.keysFolder, name)) ??
        (await readKeyFile(places.keysFolder, { ...name, session: null }));
      if (file === null) throw missingKey();
      const plain = await openFile(file);
      // An age identity is a string; the runtime cannot zero it (docs/security.md, residues).
      const identity = new Secret(Buffer.from(revealSecret(plain)).toString('utf8'));
      wipe(plain);
      return identity;
    },
    rotate: async (retentionDays) => {
      requireOpen();
      const { day, key } = await today();
      const oldest = addDays(day, -retentionDays);
      for await (const file of keyFiles(places.keysFolder)) {
        // Each key once in a retention, not each day: there is one for every session.
        if (file.day > oldest || file.day === day) continue;
        // Out of an old backup: dead with its root, it must not keep the others from being wrapped anew.
        if ((await rootOfDay(file.day)) === null) continue;
        const plain = await openFile(file);
        const head = { ...file, day };
        const wrapped = wrapBytes(plain, key, contextOf(head), random);
        wipe(plain);
        await writeKeyFile(places.keysFolder, { ...head, wrapped });
      }
      const destroyed: Day[] = [];
      for (const old of await listEpochRoots(places.rootsFolder)) {
        if (old >= oldest || !(await destroyEpochRoot(places.rootsFolder, old))) continue;
        const held = epochRoots.get(old);
        if (held !== undefined) wipe(held);
        epochRoots.delete(old);
        destroyed.push(old);
      }
      return destroyed;
    },
    tagger: guarded,
    wipe: () => {
      open = false;
      wipe(root);
      for (const key of epochRoots.values()) wipe(key);
      epochRoots.clear();
    },
  };
}

function contextOf(file: Omit<KeyFile, 'wrapped'>) {
  const { contributor, program, session, recipient, createdAtMs, day } = file;
  const own = session === null ? {} : { session };
  return { use: 'identity', contributor, program, ...own, recipient, createdAtMs, day } as const;
}

function missingKey(): KeeperError {
  return new KeeperError({
    code: 'missing',
    message: 'There is no key for that session.',
    remedy: 'If it was erased, nobody can bring it back.',
  });
}
