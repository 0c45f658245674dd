/** `understudy up`: keeper and vault on this machine, each its own process, with a development home. */
import { revealSecret } from '@understudy/base';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { developmentClientId } from '@understudy/vault';
import type { Output } from '../output.ts';
import { openDevelopmentHome, type DevelopmentHome } from '../up/development-home.ts';
import { readRunning, removeRunning, writeRunning } from '../up/running.ts';
import { startService, UpError, type ServiceProcess } from '../up/service-process.ts';
import { portOrFree } from '../up/free-port.ts';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb } from '../verb.ts';

interface UpFlags {
  readonly vaultPort: string;
  readonly keeperPort: string;
  readonly identityPort: string;
}

export const registerUp: RegisterVerb = (program, { output, homeDir }) => {
  program
    .command('up')
    .description('bring everything up on this machine, for development, until it is told to stop')
    .option('--vault-port <n>', 'where the vault listens (0: any)', '7410')
    .option('--keeper-port <n>', 'where the keeper listens (0: any)', '7411')
    .option('--identity-port <n>', 'where the development sign-in listens (0: any)', '7413')
    .action(async (flags: UpFlags) => {
      const home = homeDir();
      const already = await readRunning(home);
      if (already !== null) {
        output.answer(
          { ...already, already: true },
          `Understudy is up already (process ${already.pid}): ${already.vault}`,
        );
        return;
      }
      await run(home, flags, output);
    });
};

async function run(home: string, flags: UpFlags, output: Output): Promise<void> {
  const identityPort = await portOrFree(Number(flags.identityPort));
  const issuer = `http://localhost:${identityPort}`;
  const [vaultPort, keeperPort] = [
    await portOrFree(Number(flags.vaultPort)),
    await portOrFree(Number(flags.keeperPort)),
  ];
  const origins = [vaultPort, keeperPort].map((port) => `http://localhost:${port}`);
  const people = await openDevelopmentHome(home, { issuer, origins });
  const stopped = untilStopped();
  const services: ServiceProcess[] = [];
  try {
    output.progress('Starting the keeper …');
    const keeper = await startService('keeper', `keeper run --port ${keeperPort}`.split(' '), home);
    services.push(keeper);
    await unseal(keeper.url, people);
    output.progress('Starting the vault …');
    const vault = await startService(
      'vault',
      `vault run --port ${vaultPort} --keeper ${keeper.url} --oidc-issuer ${issuer} --oidc-client ${developmentClientId}`.split(
        ' ',
      ),
      home,
    );
    services.push(vault);
    const pages = `http://localhost:${new URL(vault.url).port}`;
    output.progress('Starting the development sign-in …');
    const identity = await startService(
      'development sign-in',
      `vault development-identity --port ${identityPort} --callback ${pages}/v1/sign-in/callback`.split(
        ' ',
      ),
      home,
    );
    services.push(identity);
    const { instance } = await createVaultClient({ baseUrl: vault.url }).health();
    const joinFile = await writeJoinFile(home, vault.url, keeper.url, people);
    const running = { pid: process.pid, vault: vault.url, keeper: keeper.url, instance };
    await writeRunning(home, running);
    announce(output, home, { ...running, console: pages }, people, joinFile);
    const failed = await Promise.race([
      stopped.then(() => null),
      ...services.map((service) => service.ended.then(() => service)),
    ]);
    if (failed !== null) {
      throw new UpError({
        code: 'serviceFailed',
        message: `The ${failed.name} ended by itself.`,
        remedy: 'Start `understudy up` again; nothing that was stored is lost.',
      });
    }
  } finally {
    await removeRunning(home);
    await Promise.all(services.map((service) => service.stop()));
  }
}

async function unseal(url: string, people: DevelopmentHome): Promise<void> {
  const keeper = createKeeperClient({ baseUrl: url });
  const { state } = await keeper.status();
  // A lockdown outlives every restart: only `understudy resume` ends it.
  if (state === 'locked') return;
  // Leaves the Secret only for the keeper on this machine.
  const passphrase = revealSecret(people.passphrase);
  await keeper.unseal({ body: { kind: 'passphrase', passphrase } });
}

/** What a contributor's device needs to know, public parts only. */
async function writeJoinFile(
  home: string,
  vault: string,
  keeper: string,
  people: DevelopmentHome,
): Promise<string> {
  const status = await createKeeperClient({ baseUrl: keeper }).status();
  const path = join(home, 'join.json');
  const parts = {
    vault,
    keeper,
    stewards: people.stewards,
    keeperKeys: status.keys,
    logKey: status.logKey,
    witnessKeys: [],
  };
  await writeFile(path, `${JSON.stringify(parts, null, 2)}\n`);
  return path;
}

function announce(
  output: Output,
  home: string,
  running: {
    readonly pid: number;
    readonly vault: string;
    readonly keeper: string;
    readonly console: string;
  },
  people: DevelopmentHome,
  joinFile: string,
): void {
  output.answer(
    {
      ...running,
      already: false,
      home,
      join: joinFile,
      stewards: [...people.stewardFiles],
      researcher: people.researcherFile,
      operator: people.operatorFile,
      passphraseFile: people.passphraseFile,
    },
    [
      'Understudy is up (development: every role’s key lies in one folder on this machine).',
      `  console  ${running.console}  (stewards, researchers; sign in without a password)`,
      `  vault    ${running.vault}`,
      `  keeper   ${running.keeper}`,
      `  keys     ${join(home, 'keys')}`,
      `  join     ${joinFile}  (understudy record --join FILE)`,
      'Stop it with Ctrl-C.',
    ].join('\n'),
  );
}
