/**
 * What a witness keeps in its folder: its key, and the last head of each log
 * that it cosigned. A witness that lost its heads could be led to cosign
 * a fork, so a key without them is refused.
 */
import { revealSecret, Secret, systemRandom, UnderstudyError } from '@understudy/base';
import {
  cosignatureKeyType,
  createNoteSigner,
  generateNoteKey,
  type Checkpoint,
  type NoteSigner,
  type WitnessState,
} from '@understudy/tlog';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

class WitnessError extends UnderstudyError<'noKey' | 'lostHeads'> {}

const headsSchema = z.record(
  z.string(),
  z.strictObject({ size: z.int().nonnegative(), root: z.base64() }),
);

/** Makes the key where there is none; @returns its verifier key. */
export async function initWitness(dir: string, name: string): Promise<string> {
  const existing = await readIfThere(keyPath(dir));
  if (existing !== null) return (await openWitnessHome(dir)).signer.verifier.text;
  const key = generateNoteKey(name, cosignatureKeyType, systemRandom);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeWhole(headsPath(dir), '{}\n');
  // Leaves the Secret only for the witness's own disk.
  await writeWhole(keyPath(dir), `${revealSecret(key)}\n`);
  return createNoteSigner(key).verifier.text;
}

/** @throws WitnessError noKey, lostHeads */
export async function openWitnessHome(
  dir: string,
): Promise<{ readonly signer: NoteSigner; readonly state: WitnessState }> {
  const key = await readIfThere(keyPath(dir));
  if (key === null) {
    throw new WitnessError({
      code: 'noKey',
      message: `There is no witness in ${dir}.`,
      remedy: 'Make one: understudy witness init --name NAME',
    });
  }
  const readHeads = async () => {
    const text = await readIfThere(headsPath(dir));
    const parsed = headsSchema.safeParse(text === null ? null : JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new WitnessError({
      code: 'lostHeads',
      message: `The witness in ${dir} no longer knows what it has cosigned.`,
      remedy: 'Restore heads.json from a backup; else retire this key and make a new witness.',
    });
  };
  await readHeads();
  return {
    signer: createNoteSigner(new Secret(key.trim())),
    state: {
      read: async (origin): Promise<Checkpoint | null> => {
        const head = (await readHeads())[origin];
        if (head === undefined) return null;
        return { origin, size: head.size, root: Uint8Array.from(Buffer.from(head.root, 'base64')) };
      },
      write: async ({ origin, size, root }) => {
        const head = { size, root: Buffer.from(root).toString('base64') };
        const heads = { ...(await readHeads()), [origin]: head };
        await writeWhole(headsPath(dir), `${JSON.stringify(heads, null, 2)}\n`);
      },
    },
  };
}

const keyPath = (dir: string): string => join(dir, 'witness.key');
const headsPath = (dir: string): string => join(dir, 'heads.json');

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
