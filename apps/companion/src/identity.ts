/**
 * Who this device is, and what opens the contributor's own copies.
 *
 * One signing key a device; one hybrid age identity a program, so that erasing
 * a program destroys exactly what opens its segments. Pseudonyms are random.
 */
import {
  createId,
  isId,
  type ContributorId,
  type DeviceId,
  type ProgramId,
} from '@understudy/base';
import { createDeviceKey, destroySecret, openDeviceKey, openSecret, storeSecret } from '#keys';
import type { SigningKey } from '@understudy/consent';
import { generateHybridKey, parseAgeRecipient, type HybridKey } from '@understudy/seal';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { destroyFile, listFolder, readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';

export interface Device {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly key: SigningKey;
}

const deviceSchema = z.object({
  contributor: z.custom<ContributorId>((value) => isId('contributor', value)),
  device: z.custom<DeviceId>((value) => isId('device', value)),
  key: z.unknown(),
});

/** This device's identity; made on the first call. */
export async function openDevice(home: Home): Promise<Device> {
  const text = await readTextIfThere(paths.device(home));
  if (text !== null) return parseDevice(home, text);
  const { clock, random } = home;
  const contributor = createId('contributor', clock, random);
  const device = createId('device', clock, random);
  const { key, stored } = await createDeviceKey();
  await writeFileAtomic(paths.device(home), JSON.stringify({ contributor, device, key: stored }));
  return { contributor, device, key };
}

async function parseDevice(home: Home, text: string): Promise<Device> {
  try {
    const { contributor, device, key } = deviceSchema.parse(JSON.parse(text));
    return { contributor, device, key: await openDeviceKey(key) };
  } catch {
    // The cause is left out: a parser's message may repeat a part of the key.
    throw new CompanionError({
      code: 'badHome',
      message: `${paths.device(home)} cannot be read as this device's key.`,
      remedy: 'Restore it from a backup; without it, start with a new --home.',
    });
  }
}

/** The contributor's own key for what belongs to no program: rules, and a takeout without another recipient. */
export async function openOwnIdentity(home: Home): Promise<HybridKey> {
  return openIdentityFile(paths.ownIdentity(home));
}

const identitySchema = z.object({ identity: z.string(), recipient: z.string() });

/** The contributor's own key for a program's segments; made on the first call. */
export async function openIdentity(home: Home, program: ProgramId): Promise<HybridKey> {
  return openIdentityFile(paths.identity(home, program));
}

/** @throws CompanionError `identityGone` where it was erased or never made. */
export async function requireIdentity(home: Home, program: ProgramId): Promise<HybridKey> {
  const held = await readIdentity(paths.identity(home, program));
  if (held !== null) return held;
  throw new CompanionError({
    code: 'identityGone',
    message: `The key that opens your recordings of ${program} is not in ${home.dir}.`,
    remedy: 'It was erased, and nothing opens those recordings again; that is what erasing means.',
  });
}

async function openIdentityFile(path: string): Promise<HybridKey> {
  const held = await readIdentity(path);
  if (held !== null) return held;
  const key = await generateHybridKey();
  const identity = await storeSecret(path, key.identity);
  await writeFileAtomic(path, JSON.stringify({ identity, recipient: key.recipient }));
  return key;
}

async function readIdentity(path: string): Promise<HybridKey | null> {
  const text = await readTextIfThere(path);
  if (text === null) return null;
  try {
    const { identity, recipient } = identitySchema.parse(JSON.parse(text));
    return {
      identity: await openSecret(path, identity),
      recipient: parseAgeRecipient(recipient),
    };
  } catch {
    // The cause is left out: a parser's message may repeat a part of the key.
    throw new CompanionError({
      code: 'badHome',
      message: `${path} cannot be read as an age identity.`,
      remedy: 'Restore it from a backup.',
    });
  }
}

/** For good: what was sealed to it opens to nobody on this device any more. */
export function destroyIdentity(home: Home, program: ProgramId): Promise<void> {
  return destroyIdentityFile(paths.identity(home, program));
}

/** With it go the contributor's own rules, and what was packed for nobody else. */
export function destroyOwnIdentity(home: Home): Promise<void> {
  return destroyIdentityFile(paths.ownIdentity(home));
}

async function destroyIdentityFile(path: string): Promise<void> {
  await destroySecret(path);
  await destroyFile(path);
}

export async function listIdentities(home: Home): Promise<readonly ProgramId[]> {
  const names = await listFolder(paths.identities(home));
  return names
    .map((name) => name.replace(/\.json$/, ''))
    .filter((name): name is ProgramId => isId('program', name));
}
