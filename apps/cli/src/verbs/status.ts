/** `understudy status`: what is up, and (for operators and stewards) how much of what; never whose. */
import { createKeeperClient, createVaultClient, type VaultClient } from '@understudy/courier';
import type { KeeperStatus } from '@understudy/protocol';
import { readPersonKey } from '../person-key.ts';
import { readRunning } from '../up/running.ts';
import type { RegisterVerb } from '../verb.ts';

interface StatusFlags {
  readonly vault?: string;
  readonly keeper?: string;
  readonly key?: string;
}

const once = { attempts: 1, firstWaitMs: 1, maxWaitMs: 1 };

export const registerStatus: RegisterVerb = (program, { output, homeDir }) => {
  program
    .command('status')
    .description('whether vault and keeper answer, and in which state they are')
    .option('--vault <url>', 'default: the one that `understudy up` started here')
    .option('--keeper <url>', 'the same')
    .option('--key <file>', 'the key file of an operator or steward, for the counts')
    .action(async (flags: StatusFlags) => {
      const running = await readRunning(homeDir());
      const vaultUrl = flags.vault ?? running?.vault ?? 'http://127.0.0.1:7410';
      const keeperUrl = flags.keeper ?? running?.keeper ?? 'http://127.0.0.1:7411';
      const person = flags.key === undefined ? null : await readPersonKey(flags.key);
      const key = person === null ? {} : { key: person.key };
      const vault = createVaultClient({ baseUrl: vaultUrl, backoff: once, ...key });
      const keeper = createKeeperClient({ baseUrl: keeperUrl, backoff: once });
      const health = await vault.health().catch(() => null);
      const state = await keeper.status().catch(() => null);
      const known = person === null || health === null ? null : await vault.status();
      const counts = known?.counts ?? null;
      const witnesses = known?.witnesses ?? [];
      output.answer(
        { vault: health, keeper: state, witnesses, counts },
        [
          health === null
            ? `vault    does not answer at ${vaultUrl}`
            : `vault    ${vaultUrl}  ${health.mode}, version ${health.version}`,
          keeperLine(keeperUrl, state),
          ...witnesses.map(
            ({ name, cosignedSize }) => `witness  ${name}  ${cosignedSize} log entries`,
          ),
          ...countLines(counts),
        ].join('\n'),
      );
    });
};

function keeperLine(url: string, state: KeeperStatus | null): string {
  if (state === null) return `keeper   does not answer at ${url}`;
  return `keeper   ${url}  ${state.state}, epoch ${state.epoch}, ${state.logSize} log entries`;
}

type Counts = Awaited<ReturnType<VaultClient['status']>>['counts'];

function countLines(counts: Counts | null): readonly string[] {
  if (counts === null) return [];
  return Object.entries(counts).map(([name, count]) => `  ${name.padEnd(18)}${count}`);
}
