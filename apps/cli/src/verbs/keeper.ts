/** `understudy keeper`: the life of a keeper (operators; `unseal` and `origins` with what the stewards hold). */
import {
  isId,
  revealSecret,
  Secret,
  systemClock,
  systemRandom,
  UnderstudyError,
} from '@understudy/base';
import { createKeeperClient } from '@understudy/courier';
import {
  changeOrigins,
  initKeeper,
  listen,
  openKeeper,
  openStandby,
  type ProtectorChoice,
  type UnsealProof,
} from '@understudy/keeper';
import { InvalidArgumentError } from 'commander';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signPasskeyInvite } from '../passkey-invite.ts';
import { readPersonKey, readPublicPerson } from '../person-key.ts';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb } from '../verb.ts';
import { toPort, wholeNumber } from '../whole-number.ts';

class KeeperUsageError extends UnderstudyError<'badUsage'> {}

interface InitFlags {
  readonly passphraseFile?: string;
  readonly shares?: number;
  readonly threshold: number;
  readonly sharesOut?: string;
  readonly hsmModule?: string;
  readonly hsmToken?: string;
  readonly hsmKey: string;
  readonly pinFile?: string;
  readonly steward: string[];
  readonly operator?: string[];
  readonly witness?: string[];
  readonly rpId: string;
  readonly origin: string[];
  readonly logOrigin: string;
  readonly retentionDays: number;
}

interface RunFlags {
  readonly host: string;
  readonly port: number;
  readonly replicaOf?: string;
}

interface ProofFlags {
  readonly passphraseFile?: string;
  readonly shareFile?: string[];
  readonly pinFile?: string;
}

interface UnsealFlags {
  readonly keeper: string;
  readonly passphraseFile?: string;
  readonly shareFile?: string;
  readonly pinFile?: string;
}

const toShares = wholeNumber(2, 255);
const toDays = wholeNumber(0, 3650);
const defaultKeeper = 'http://127.0.0.1:7411';

export const registerKeeper: RegisterVerb = (program, { output, homeDir }) => {
  const home = (): string => join(homeDir(), 'keeper');
  const verb = program.command('keeper').description('the process that alone can open segments');

  verb
    .command('init')
    .description('set a keeper up in an empty home')
    .option('--passphrase-file <file>', 'protect the root key with the passphrase in this file')
    .option('--shares <n>', 'protect it with a split among so many stewards instead', toShares)
    .option('--threshold <n>', 'how many shares unseal', toShares, 2)
    .option('--shares-out <dir>', 'where to write the shares, one file each')
    .option('--hsm-module <file>', 'protect it with a key in an HSM instead: its PKCS#11 library')
    .option('--hsm-token <label>', 'the token')
    .option('--hsm-key <label>', 'the key to make in it', 'understudy-root')
    .option('--pin-file <file>', 'the PIN of the token')
    .requiredOption(
      '--steward <files...>',
      'key files, or what `key create` printed, of the stewards',
    )
    .option('--operator <files...>', 'the same of operators: they may seal')
    .option('--witness <keys...>', 'verifier keys of the witnesses')
    .option('--rp-id <domain>', 'where passkeys belong: the console’s domain', 'localhost')
    .option('--origin <urls...>', 'from which origins passkeys are used', [
      'http://localhost:7410',
      'http://localhost:7411',
    ])
    .option('--log-origin <name>', 'the name of the log', 'understudy.local/log')
    .option('--retention-days <n>', 'how long epoch roots live, and so backups', toDays, 30)
    .action(async (flags: InitFlags) => {
      const people = await Promise.all(flags.steward.map(readPublicPerson));
      const stewards = people.map(({ id, publicJwk }) => {
        if (isId('steward', id)) return { steward: id, publicJwk };
        throw usage('A file given with --steward is not that of a steward.');
      });
      const operators = await Promise.all((flags.operator ?? []).map(readPublicPerson));
      const made = await initKeeper(
        {
          home: home(),
          protector: await toProtector(flags),
          trust: {
            stewards,
            operators: operators.map(({ publicJwk }) => publicJwk),
            witnesses: flags.witness ?? [],
            relyingParty: { id: flags.rpId, origins: flags.origin },
          },
          origin: flags.logOrigin,
          retentionDays: flags.retentionDays,
        },
        systemRandom,
      );
      const sharesDir = flags.sharesOut ?? home();
      await mkdir(sharesDir, { recursive: true, mode: 0o700 });
      const shareFiles = made.shares.map((_, at) => join(sharesDir, `share-${at + 1}`));
      for (const [at, share] of made.shares.entries()) {
        // Handed out, one to each steward, and deleted here.
        const text = Buffer.from(revealSecret(share)).toString('base64url');
        await writeFile(shareFiles[at] ?? '', `${text}\n`, { mode: 0o600, flag: 'wx' });
      }
      output.answer(
        {
          home: home(),
          logKey: made.logKey,
          keys: made.keys.map((key) => ({ ...key })),
          shares: shareFiles,
        },
        [
          `The keeper is set up in ${home()}.`,
          `The key of its log: ${made.logKey}`,
          ...shareFiles.map((file) => `Give ${file} to one steward, then delete it here.`),
        ].join('\n'),
      );
    });

  verb
    .command('run')
    .description('run the keeper until it is told to stop; it starts sealed')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'on which port (0: any)', toPort, 7411)
    .option(
      '--replica-of <url>',
      'open segments only, for the keeper there, over the same home; several, by commas: the primary is one of them',
    )
    .action(async ({ host, port, replicaOf }: RunFlags) => {
      const seams = { clock: systemClock, random: systemRandom };
      const keeper =
        replicaOf === undefined
          ? await openKeeper(home(), seams)
          : await openStandby(home(), { ...seams, primaries: replicaOf.split(',') });
      const listening = await listen(keeper, {
        host,
        port,
        onError: (error) => output.failure(error),
      });
      const name = keeper.stateName();
      output.answer(
        { url: listening.url, state: name },
        `The keeper listens at ${listening.url} (${name}).`,
      );
      await untilStopped();
      await listening.stop();
    });

  verb
    .command('unseal')
    .description('let the keeper open segments; on the keeper’s own machine')
    .option('--keeper <url>', 'where it listens', defaultKeeper)
    .option('--passphrase-file <file>')
    .option('--share-file <file>', 'one share; each steward gives theirs')
    .option('--pin-file <file>', 'the PIN of the HSM')
    .action(async (flags: UnsealFlags) => {
      const client = createKeeperClient({ baseUrl: flags.keeper });
      const { state, sharesMissing } = await client.unseal({ body: await toUnsealBody(flags) });
      output.answer(
        { state, sharesMissing },
        sharesMissing === 0
          ? `The keeper is ${state}.`
          : `${sharesMissing} more shares are needed.`,
      );
    });

  verb
    .command('origins')
    .description('say anew at which addresses people open the console, for passkeys; then restart')
    .argument('<urls...>', 'all of them: of the vault’s console and of the keeper’s page')
    .option('--passphrase-file <file>', 'what unseals it, as for `unseal`')
    .option('--share-file <files...>', 'the shares of as many stewards as unseal it')
    .option('--pin-file <file>', 'the PIN of the HSM')
    .action(async (urls: string[], flags: ProofFlags) => {
      const changed = await changeOrigins(home(), urls, await toProof(flags));
      output.answer(
        { origins: urls, changed },
        changed
          ? 'Restart the keeper and unseal it: passkeys are used at these addresses then, and the log says that the settings changed.'
          : 'These are its addresses already.',
      );
    });

  verb
    .command('promote')
    .description(
      'have a replica take the place of a primary that is gone, or is to go; sealed then',
    )
    .requiredOption('--keeper <url>', 'where the replica listens', parseOneAddress)
    .requiredOption('--key <file>', 'the key file of a steward or operator')
    .action(async ({ keeper, key }: { keeper: string; key: string }) => {
      const person = await readPersonKey(key);
      const { term } = await createKeeperClient({ baseUrl: keeper, key: person.key }).promote();
      output.answer({ term }, `That keeper is the primary now (term ${term}), and sealed.`);
    });

  verb
    .command('invite')
    .description('an invite, good for an hour, to register a passkey of yours in the console')
    .requiredOption('--key <file>', 'the key file of the steward')
    .action(async ({ key: file }: { key: string }) => {
      const { steward, invite } = await signPasskeyInvite(file);
      output.answer({ steward, invite }, invite);
    });

  verb
    .command('seal')
    .description('make the keeper forget its keys')
    .option('--keeper <url>', 'where it listens', defaultKeeper)
    .requiredOption('--key <file>', 'the key file of a steward or operator')
    .action(async ({ keeper, key }: { keeper: string; key: string }) => {
      const person = await readPersonKey(key);
      const { state } = await createKeeperClient({ baseUrl: keeper, key: person.key }).seal();
      output.answer({ state }, `The keeper is ${state}.`);
    });
};

/** Of several a client asks the next where one is slow: that would promote both. */
function parseOneAddress(url: string): string {
  if (!url.includes(',')) return url;
  throw new InvalidArgumentError('One replica is promoted: give one address.');
}

async function toProtector(flags: InitFlags): Promise<ProtectorChoice> {
  if (flags.hsmModule !== undefined) {
    if (flags.hsmToken === undefined || flags.pinFile === undefined) {
      throw usage('An HSM needs --hsm-token and --pin-file too.');
    }
    const place = { module: flags.hsmModule, token: flags.hsmToken, key: flags.hsmKey };
    return { kind: 'hsm', place, pin: await readSecretLine(flags.pinFile) };
  }
  if (flags.shares !== undefined) {
    return { kind: 'shares', shares: flags.shares, threshold: flags.threshold };
  }
  if (flags.passphraseFile !== undefined) {
    return { kind: 'passphrase', passphrase: await readSecretLine(flags.passphraseFile) };
  }
  throw usage('The root key needs a protector.');
}

/** What is sent goes over the loopback interface only; the keeper refuses it from elsewhere. */
async function toUnsealBody(flags: UnsealFlags) {
  if (flags.passphraseFile !== undefined) {
    const passphrase = revealSecret(await readSecretLine(flags.passphraseFile));
    return { kind: 'passphrase', passphrase } as const;
  }
  if (flags.shareFile !== undefined) {
    const share = revealSecret(await readSecretLine(flags.shareFile));
    return { kind: 'share', share } as const;
  }
  if (flags.pinFile !== undefined) {
    return { kind: 'pin', pin: revealSecret(await readSecretLine(flags.pinFile)) } as const;
  }
  throw usage('Give --passphrase-file, --share-file or --pin-file to unseal with.');
}

async function toProof({ passphraseFile, shareFile, pinFile }: ProofFlags): Promise<UnsealProof> {
  if (passphraseFile !== undefined) {
    return { kind: 'passphrase', passphrase: await readSecretLine(passphraseFile) };
  }
  if (pinFile !== undefined) return { kind: 'pin', pin: await readSecretLine(pinFile) };
  if (shareFile === undefined) throw usage('Nothing was given that unseals it.');
  const lines = await Promise.all(shareFile.map(readSecretLine));
  const shares = lines.map(
    (line) => new Secret(new Uint8Array(Buffer.from(revealSecret(line), 'base64url'))),
  );
  return { kind: 'shares', shares };
}

async function readSecretLine(path: string): Promise<Secret<string>> {
  return new Secret((await readFile(path, 'utf8')).replace(/\r?\n$/, ''));
}

function usage(message: string): KeeperUsageError {
  return new KeeperUsageError({
    code: 'badUsage',
    message,
    remedy: 'See `understudy keeper --help`, and `--help` after its command.',
  });
}
