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
import { addToTrust, listen, openVault, type TrustFile } from '@understudy/vault';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { readPublicPerson, type PublicPerson } from '../person-key.ts';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb } from '../verb.ts';

class VaultUsageError extends UnderstudyError<'badUsage'> {}

interface RunFlags {
  readonly host: string;
  readonly port: string;
  readonly keeper: string;
  readonly production?: boolean;
}

export const registerVault: RegisterVerb = (program, { output, homeDir }) => {
  const home = (): string => join(homeDir(), 'vault');
  const verb = program.command('vault').description('the blind server that holds what is sealed');

  verb
    .command('trust')
    .description('let these people’s keys count at this vault')
    .argument('<files...>', 'key files, or what `key create` printed')
    .action(async (files: string[]) => {
      const people = await Promise.all(files.map(readPublicPerson));
      const path = join(home(), 'trust.json');
      await addToTrust(path, peopleToTrust(people));
      output.answer({ path, added: people.length }, `Their keys count now: ${path}`);
    });

  verb
    .command('run')
    .description('run the vault until it is told to stop')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'on which port (0: any)', '7410')
    .option('--keeper <url>', 'where the keeper listens', 'http://127.0.0.1:7411')
    .option('--production', 'refuse everything that is only for development')
    .action(async (flags: RunFlags) => {
      const vault = await openVault({
        homeDir: home(),
        keeperUrl: flags.keeper,
        mode: flags.production === true ? 'production' : 'development',
        version: packageJson.version,
        oidc: null,
        clock: systemClock,
        random: systemRandom,
        onRefusal: (_route, error) => {
          // What a caller did wrong is the caller's to know; what broke here is the operator's.
          if (!(error instanceof UnderstudyError)) output.failure(error);
        },
      });
      const listening = await listen(vault.service, {
        host: flags.host,
        port: Number(flags.port),
      }).catch(async (error: unknown) => {
        await vault.stop();
        throw error;
      });
      output.answer({ url: listening.url }, `The vault listens at ${listening.url}.`);
      await untilStopped();
      await listening.close();
      await vault.stop();
    });
};

function peopleToTrust(people: readonly PublicPerson[]): TrustFile {
  const stewards: { steward: StewardId; publicJwk: PublicPerson['publicJwk'] }[] = [];
  const researchers: { researcher: ResearcherId; publicJwk: PublicPerson['publicJwk'] }[] = [];
  const operators: { publicJwk: PublicPerson['publicJwk'] }[] = [];
  for (const { kind, id, publicJwk } of people) {
    if (kind === 'steward') stewards.push({ steward: parseId('steward', id), publicJwk });
    else if (kind === 'operator') operators.push({ publicJwk });
    else if (isId('researcher', id)) researchers.push({ researcher: id, publicJwk });
    else throw badUsage();
  }
  return { stewards, researchers, operators };
}

function badUsage(): VaultUsageError {
  return new VaultUsageError({
    code: 'badUsage',
    message: 'A key file holds no id.',
    remedy: 'Make it with `understudy key create`.',
  });
}
