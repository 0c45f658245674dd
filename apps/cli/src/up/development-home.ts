/**
 * A home for development: everything that a real deployment keeps apart
 * (stewards' keys, the keeper's passphrase) lies in one folder, so that one
 * person can try every role. Made once; never for real recordings.
 */
import { systemRandom } from '@understudy/base';
import type { PublicJwk } from '@understudy/consent';
import { changeOrigins, initKeeper } from '@understudy/keeper';
import { addToTrust, subjectHash, type DevelopmentAccount } from '@understudy/vault';
import { Secret, type StewardId } from '@understudy/base';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWitness } from '../witness/witness-home.ts';
import { createPersonKey, readPersonKey, writePersonKey, type PersonKey } from '../person-key.ts';

export interface DevelopmentHome {
  readonly stewardFiles: readonly [string, string];
  readonly researcherFile: string;
  readonly operatorFile: string;
  /** The verifier key of the witness that runs here too. */
  readonly witnessKey: string;
  readonly passphraseFile: string;
  readonly passphrase: Secret<string>;
  readonly stewards: readonly { readonly steward: StewardId; readonly publicJwk: PublicJwk }[];
}

export interface DevelopmentAddresses {
  /** The development identity provider, so that each account is one of these people. */
  readonly issuer: string;
  /** Where the console is opened: passkeys are used there. */
  readonly origins: readonly string[];
}

export async function openDevelopmentHome(
  home: string,
  { issuer, origins }: DevelopmentAddresses,
): Promise<DevelopmentHome> {
  const keysDir = join(home, 'keys');
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(keysDir, name);
  const first = await keyAt(file('steward-1.json'), 'steward');
  const second = await keyAt(file('steward-2.json'), 'steward');
  const researcher = await keyAt(file('researcher.json'), 'researcher');
  const operator = await keyAt(file('operator.json'), 'operator');
  const stewards = [first, second].flatMap((person) =>
    person.kind === 'steward' ? [{ steward: person.steward, publicJwk: person.key.publicJwk }] : [],
  );
  const subject = (account: DevelopmentAccount): string => subjectHash(issuer, account);
  const operators = [{ publicJwk: operator.key.publicJwk, subject: subject('operator') }];
  await addToTrust(join(home, 'vault', 'trust.json'), {
    stewards: stewards.map((known, at) => ({
      ...known,
      subject: subject(at === 0 ? 'steward-1' : 'steward-2'),
    })),
    operators,
    researchers:
      researcher.kind === 'researcher'
        ? [
            {
              researcher: researcher.researcher,
              publicJwk: researcher.key.publicJwk,
              subject: subject('researcher'),
            },
          ]
        : [],
  });
  const witnessKey = await initWitness(join(home, 'witness'), 'development-witness');
  const passphraseFile = file('keeper-passphrase');
  const passphrase = await passphraseAt(passphraseFile);
  if (!existsSync(join(home, 'keeper'))) {
    await initKeeper(
      {
        home: join(home, 'keeper'),
        protector: { kind: 'passphrase', passphrase },
        trust: {
          stewards,
          operators: operators.map(({ publicJwk }) => publicJwk),
          witnesses: [witnessKey],
          relyingParty: { id: 'localhost', origins },
        },
        origin: 'understudy.local/log',
        retentionDays: 30,
      },
      systemRandom,
    );
  }
  // `up` on other ports than before: a real deployment says so by `understudy keeper origins`.
  await changeOrigins(join(home, 'keeper'), origins, { kind: 'passphrase', passphrase });
  return {
    stewardFiles: [file('steward-1.json'), file('steward-2.json')],
    researcherFile: file('researcher.json'),
    operatorFile: file('operator.json'),
    witnessKey,
    passphraseFile,
    passphrase,
    stewards,
  };
}

async function keyAt(path: string, kind: PersonKey['kind']): Promise<PersonKey> {
  if (!existsSync(path)) await writePersonKey(path, await createPersonKey(kind));
  return readPersonKey(path);
}

async function passphraseAt(path: string): Promise<Secret<string>> {
  if (!existsSync(path)) {
    const text = Buffer.from(systemRandom.bytes(24)).toString('base64url');
    await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
  }
  return new Secret((await readFile(path, 'utf8')).trim());
}
