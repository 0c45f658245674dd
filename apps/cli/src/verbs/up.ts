/** `understudy up`: everything on this machine, each part its own process, with a development home. */
import { errorToLine } from '@understudy/base';
import type { Output } from '../output.ts';
import type { BringUpOptions, Deployment } from '../up/deployment.ts';
import { signPasskeyInvite } from '../passkey-invite.ts';
import type { OwnPages } from '../up/own-pages.ts';
import { resolvePorts, type Ports } from '../up/ports.ts';
import { readRunning, removeRunning, writeRunning } from '../up/running.ts';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb } from '../verb.ts';
import { toPort } from '../whole-number.ts';

interface UpFlags {
  readonly vaultPort: number;
  readonly keeperPort: number;
  readonly identityPort: number;
  readonly witnessPort: number;
  readonly deskPort: number;
  readonly serversOnly?: boolean;
}

export const registerUp: RegisterVerb = (program, { output, homeDir }) => {
  program
    .command('up')
    .description('bring everything up on this machine, for development, until it is told to stop')
    .option('--vault-port <n>', 'where the vault and its console listen (0: any)', toPort, 7410)
    .option('--keeper-port <n>', 'where the keeper listens (0: any)', toPort, 7411)
    .option('--witness-port <n>', 'where the witness listens (0: any)', toPort, 7412)
    .option('--identity-port <n>', 'where the development sign-in listens (0: any)', toPort, 7413)
    .option('--desk-port <n>', 'where the order desk to practise on listens (0: any)', toPort, 7414)
    .option('--servers-only', 'without the witness, the desk and the contributor’s own pages')
    .action(async (flags: UpFlags) => {
      const home = homeDir();
      const already = await readRunning(home);
      if (already !== null) {
        output.answer(
          { ...already, already: true },
          `Understudy is up already (process ${already.pid}): ${already.console}`,
        );
        return;
      }
      await run(home, flags, output);
    });
};

async function run(home: string, flags: UpFlags, output: Output): Promise<void> {
  const stopping = new AbortController();
  const stopped = untilStopped().then(() => stopping.abort());
  const serversOnly = flags.serversOnly === true;
  const asked = {
    vault: flags.vaultPort,
    keeper: flags.keeperPort,
    identity: flags.identityPort,
    witness: flags.witnessPort,
    desk: flags.deskPort,
  };
  const ports = await resolvePorts(asked, { serversOnly });
  const deployment = await start(home, ports, {
    serversOnly,
    progress: (line) => {
      output.progress(line);
    },
    signal: stopping.signal,
  });
  if (deployment === null) {
    output.progress('Stopped before everything was up.');
    return;
  }
  let own: OwnPages | null = null;
  try {
    own = serversOnly ? null : await tryOwnPages(home, deployment, output);
    const { vault, keeper, instance } = deployment;
    const running = { pid: process.pid, vault, keeper, console: deployment.console, instance };
    await writeRunning(home, running);
    announce(output, home, deployment, own, await passkeyLinks(deployment));
    await Promise.race([stopped, deployment.failed]);
  } finally {
    // First, and at once: whoever started this may not wait for the rest.
    own?.stop();
    await removeRunning(home);
    await deployment.stop();
  }
}

/** Everything up, or null where it was told to stop before that; nothing of it runs on then. */
async function start(
  home: string,
  ports: Ports,
  options: BringUpOptions,
): Promise<Deployment | null> {
  try {
    const { bringUp } = await import('../up/deployment.ts');
    return await bringUp(home, ports, options);
  } catch (error) {
    // Told to stop, a part ends before it is up: no failure of it.
    if (options.signal.aborted) return null;
    throw error;
  }
}

/** The servers are worth having without them, as on a machine without a display. */
async function tryOwnPages(
  home: string,
  { joinFile }: Deployment,
  output: Output,
): Promise<OwnPages | null> {
  try {
    output.progress('Starting the contributor’s pages …');
    const { openOwnPages } = await import('../up/own-pages.ts');
    return await openOwnPages(home, joinFile);
  } catch (error) {
    output.progress(errorToLine(error));
    return null;
  }
}

function announce(
  output: Output,
  home: string,
  { people, vault, keeper, console, witness, desk, joinFile }: Deployment,
  own: OwnPages | null,
  links: readonly string[],
): void {
  output.answer(
    {
      pid: process.pid,
      vault,
      keeper,
      console,
      witness,
      desk: desk?.url ?? null,
      contributor: own?.url ?? null,
      already: false,
      home,
      join: joinFile,
      stewards: [...people.stewardFiles],
      researcher: people.researcherFile,
      operator: people.operatorFile,
      passphraseFile: people.passphraseFile,
      passkeyLinks: [...links],
    },
    [
      'Understudy is up (development: every role’s key lies in one folder on this machine).',
      '',
      ...(own === null ? [] : ['  Your own pages, as a contributor:', `    ${own.url}`]),
      ...(desk === null
        ? []
        : [
            `  An order desk to practise on${desk.isListed ? '; the example program lists it' : ', which no program of this home lists yet'}:`,
            `    ${desk.url}   (there you are ${desk.user} with the password ${desk.password})`,
          ]),
      '  The console of stewards and researchers (sign in as steward-1, steward-2 or researcher):',
      `    ${console}`,
      '  The keeper’s own page, for a lockdown that needs nothing else. There each steward makes a',
      '  passkey, in a browser profile of their own, to approve with (links good for an hour):',
      ...links.map((link, index) => `    steward-${index + 1}  ${link}`),
      '',
      '  A command that a page shows runs here as: npm run understudy -- … (without the word',
      '  understudy), with these for VAULT, KEEPER and KEY or FILE:',
      `    ${vault}   ${keeper}`,
      ...[...people.stewardFiles, people.researcherFile].map((file) => `    ${file}`),
      `  unsealing the keeper asks for the passphrase in ${people.passphraseFile}`,
      '  The file that the browser extension asks for, and another device (understudy record --join FILE):',
      `    ${joinFile}`,
      'Stop everything with Ctrl-C.',
    ].join('\n'),
  );
}

/** Where each steward registers a passkey; behind `#`, which no server sees. Passkeys belong to a name, not to an address. */
async function passkeyLinks({ people, keeper }: Deployment): Promise<readonly string[]> {
  const page = keeper.replace('127.0.0.1', 'localhost');
  return Promise.all(
    people.stewardFiles.map(async (file) => {
      const { invite } = await signPasskeyInvite(file);
      return `${page}/#invite=${invite}`;
    }),
  );
}
