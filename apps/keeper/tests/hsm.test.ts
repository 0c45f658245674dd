/** The HSM path against Debian's SoftHSM, where it and the optional `pkcs11js` are installed. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { revealSecret, Secret, systemRandom } from '@understudy/base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRoot, openRoot, type ProtectorChoice } from '../src/keys/root.ts';

const module = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));
const binding: string = 'pkcs11js';
const hasBinding = await import(binding).then(
  () => true,
  () => false,
);
const missing = module === undefined || !hasBinding;
if (missing) {
  console.warn('SKIPPED: the HSM tests need softhsm2 (Debian) and pkcs11js (npm, optional).');
}

const pin = new Secret('1234');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-hsm-'));
  const config = join(folder, 'softhsm2.conf');
  await writeFile(config, `directories.tokendir = ${folder}\nobjectstore.backend = file\n`);
  process.env['SOFTHSM2_CONF'] = config;
});
afterEach(async () => {
  delete process.env['SOFTHSM2_CONF'];
  await rm(folder, { recursive: true, force: true });
});

function createToken(label: string): void {
  execFileSync('softhsm2-util', [
    '--init-token',
    '--free',
    '--label',
    label,
    '--pin',
    '1234',
    '--so-pin',
    '5678',
  ]);
}

function choice(token: string): ProtectorChoice {
  return { kind: 'hsm', place: { module: module ?? '', token, key: 'root' }, pin };
}

describe.skipIf(missing)('a root key that an HSM protects', () => {
  test('opens with the PIN, and with nothing else', async () => {
    createToken('one');
    const made = await createRoot(choice('one'), systemRandom);
    const opened = await openRoot(made.protector, { kind: 'pin', pin });
    expect(Buffer.from(revealSecret(opened))).toEqual(Buffer.from(revealSecret(made.root)));
    await expect(
      openRoot(made.protector, { kind: 'pin', pin: new Secret('9999') }),
    ).rejects.toMatchObject({ code: 'hsm' });
    await expect(
      openRoot(made.protector, { kind: 'passphrase', passphrase: pin }),
    ).rejects.toMatchObject({ code: 'badRequest' });
  });

  test('does not open with the key of another token', async () => {
    createToken('one');
    createToken('two');
    const { protector } = await createRoot(choice('one'), systemRandom);
    await createRoot(choice('two'), systemRandom);
    if (protector.kind !== 'hsm') throw new Error('no HSM');
    await expect(
      openRoot({ ...protector, token: 'two' }, { kind: 'pin', pin }),
    ).rejects.toMatchObject({ code: 'wrongKey' });
  });

  test('is not made over a key that is there', async () => {
    createToken('one');
    await createRoot(choice('one'), systemRandom);
    await expect(createRoot(choice('one'), systemRandom)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});
