/** `understudy vault`: trust (whose keys count), run. */
import {
  isId,
  parseId,
  systemClock,
  systemRandom,
  UnderstudyError,
  type ResearcherId,
  type StewardId,
} from '@understudy/base';
import {
  addToTrust,
  listen,
  openVault,
  startDevelopmentProvider,
  subjectHash,
  withConsole,
  type OidcOptions,
  type TrustFile,
} from '@understudy/vault';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageJson from '../../package.json' with { type: 'json' };
import { readPublicPerson, type PublicPerson } from '../person-key.ts';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb } from '../verb.ts';
import { toPort } from '../whole-number.ts';

class VaultUsageError extends UnderstudyError<'badUsage'> {}

interface RunFlags {
  readonly host: string;
  readonly port: number;
  readonly keeper: string;
  readonly postgres?: string;
  readonly blobs?: string;
  readonly production?: boolean;
  readonly publicUrl?: string;
  readonly oidcIssuer?: string;
  readonly oidcClient: string;
  readonly oidcSecretFile?: string;
}

const consoleDir = fileURLToPath(new URL('../../../console/dist', import.meta.url));

export const registerVault: RegisterVerb = (program, { output, homeDir }) => {
  const home = (): string => join(homeDir(), 'vault');
  const verb = program.command('vault').description('the blind server that holds what is sealed');

  verb
    .command('trust')
    .description('let these people’s keys count at this vault')
    .argument('<files...>', 'key files, or what `key create` printed')
    .option('--oidc-issuer <url>', 'the identity provider that knows this person')
    .option('--oidc-subject <name>', 'the account there; only a hash of it is kept')
    .action(async (files: string[], flags: { oidcIssuer?: string; oidcSubject?: string }) => {
      const people = await Promise.all(files.map(readPublicPerson));
      const { oidcIssuer, oidcSubject } = flags;
      const bound = oidcIssuer !== undefined && oidcSubject !== undefined;
      if (bound && people.length !== 1) throw badUsage('An account belongs to one person.');
      const subject = bound ? subjectHash(oidcIssuer, oidcSubject) : null;
      const path = join(home(), 'trust.json');
      await addToTrust(path, peopleToTrust(people, subject));
      output.answer({ path, added: people.length }, `Their keys count now: ${path}`);
    });

  verb
    .command('run')
    .description('run the vault until it is told to stop')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'on which port (0: any)', toPort, 7410)
    .option(
      '--keeper <url>',
      'where the keeper listens; several, separated by commas',
      'http://127.0.0.1:7411',
    )
    .option('--postgres <url>', 'keep the database there, not in HOME/vault/vault.sqlite')
    .option(
      '--blobs <place>',
      's3://bucket/prefix: keep the segments there, not in HOME/vault/blobs; keys by the environment (AWS_…)',
    )
    .option('--production', 'refuse everything that is only for development')
    .option('--public-url <url>', 'the address in browsers (default: http://localhost:PORT)')
    .option('--oidc-issuer <url>', 'the identity provider that people sign in with')
    .option('--oidc-client <id>', 'how the provider calls this vault', 'understudy')
    .option('--oidc-secret-file <file>', 'the client secret, where the provider gave one')
    .action(async (flags: RunFlags) => {
      let publicUrl = flags.publicUrl ?? '';
      const vault = await openVault({
        homeDir: home(),
        keeperUrl: flags.keeper,
        mode: flags.production === true ? 'production' : 'development',
        version: packageJson.version,
        oidc: await toOidc(flags, () => publicUrl),
        clock: systemClock,
        random: systemRandom,
        ...(flags.postgres === undefined ? {} : { postgresUrl: flags.postgres }),
        ...(flags.blobs === undefined ? {} : { s3: flags.blobs }),
        onRefusal: (_route, error) => {
          // What a caller did wrong is the caller's to know; what broke here is the operator's.
          if (!(error instanceof UnderstudyError)) output.failure(error);
        },
      });
      const pages = await withConsole(vault.service, { distDir: consoleDir, index: 'vault.html' });
      const listening = await listen(pages, {
        host: flags.host,
        port: flags.port,
      }).catch(async (error: unknown) => {
        await vault.stop();
        throw error;
      });
      if (publicUrl === '') publicUrl = `http://localhost:${listening.port}`;
      output.answer({ url: listening.url }, `The vault listens at ${listening.url}.`);
      try {
        await Promise.race([untilStopped(), vault.failed]);
      } finally {
        await listening.close();
        await vault.stop();
      }
    });

  verb
    .command('development-identity')
    .description('run an identity provider without passwords, for development on this machine')
    .option('--port <n>', 'where to listen', toPort, 7413)
    .requiredOption('--callback <url>', 'the vault’s address followed by /v1/sign-in/callback')
    .option('--production', 'refused')
    .action(async (flags: { port: number; callback: string; production?: boolean }) => {
      const provider = await startDevelopmentProvider({
        port: flags.port,
        callback: flags.callback,
        mode: flags.production === true ? 'production' : 'development',
      });
      output.answer({ url: provider.url }, `The development provider listens at ${provider.url}.`);
      await untilStopped();
      await provider.close();
    });
};

async function toOidc(flags: RunFlags, publicUrl: () => string): Promise<OidcOptions | null> {
  const { oidcIssuer: issuer, oidcClient: clientId, oidcSecretFile } = flags;
  if (issuer === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret:
      oidcSecretFile === undefined ? null : (await readFile(oidcSecretFile, 'utf8')).trim(),
    publicUrl,
    groups: {
      steward: 'understudy-stewards',
      researcher: 'understudy-researchers',
      operator: 'understudy-operators',
    },
    allowInsecure: flags.production !== true,
  };
}

function peopleToTrust(people: readonly PublicPerson[], subject: string | null): TrustFile {
  type Known = { publicJwk: PublicPerson['publicJwk']; subject: string | null };
  const stewards: (Known & { steward: StewardId })[] = [];
  const researchers: (Known & { researcher: ResearcherId })[] = [];
  const operators: Known[] = [];
  for (const { kind, id, publicJwk } of people) {
    if (kind === 'steward') stewards.push({ steward: parseId('steward', id), publicJwk, subject });
    else if (kind === 'operator') operators.push({ publicJwk, subject });
    else if (isId('researcher', id)) researchers.push({ researcher: id, publicJwk, subject });
    else throw badUsage('A key file holds no id.');
  }
  return { stewards, researchers, operators };
}

function badUsage(message: string): VaultUsageError {
  return new VaultUsageError({
    code: 'badUsage',
    message,
    remedy: 'See `understudy vault trust --help`; make key files with `understudy key create`.',
  });
}
