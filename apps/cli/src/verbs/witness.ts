/** `understudy witness`: init (its own key), run. For a works council or an auditor, on its own machine. */
import { errorToLine, systemClock } from '@understudy/base';
import { createWitness, parseVerifier, TlogError, type Witness } from '@understudy/tlog';
import { InvalidArgumentError, type Command } from 'commander';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { untilStopped } from '../until-stopped.ts';
import type { RegisterVerb, VerbContext } from '../verb.ts';
import { toPort } from '../whole-number.ts';
import { cosignOnce } from '../witness/follow-log.ts';
import { serveWitness } from '../witness/serve-witness.ts';
import { initWitness, openWitnessHome } from '../witness/witness-home.ts';

interface RunFlags {
  readonly dir?: string;
  readonly logKey: string[];
  readonly host: string;
  readonly port: number;
  readonly vault?: string;
  readonly keeper?: string;
  readonly every: number;
  readonly once?: boolean;
}

export const registerWitness: RegisterVerb = (program, context) => {
  const { output } = context;
  const verb = program
    .command('witness')
    .description('watch a log from outside and cosign it while it only grows');

  verb
    .command('init')
    .description('make the witness’s own key')
    .requiredOption('--name <name>', 'its name on every cosignature, such as works-council')
    .option('--dir <dir>', 'where its key and state live (default: HOME/witness)')
    .action(async ({ name, dir }: { name: string; dir?: string }) => {
      const verifier = await initWitness(dir ?? defaultDir(context), name);
      output.answer(
        { verifier },
        `Give this verifier key to the operator and to auditors:\n${verifier}`,
      );
    });

  verb
    .command('run')
    .description('answer add-checkpoint (C2SP tlog-witness); with --vault, follow its log as well')
    .requiredOption('--log-key <keys...>', 'verifier keys of the logs that it witnesses')
    .option('--dir <dir>', 'where its key and state live (default: HOME/witness)')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'on which port (0: any)', toPort, 7412)
    .option('--vault <url>', 'read the log there')
    .option('--keeper <url>', 'take cosignatures there')
    .option('--every <seconds>', 'how often to look, at least 1', parseSeconds, 10)
    .option('--once', 'cosign the head of --vault once, and end')
    .action(async (flags: RunFlags, command: Command) => {
      const wantsFollowing = flags.once === true || flags.vault !== undefined;
      if (wantsFollowing && (flags.vault === undefined || flags.keeper === undefined)) {
        command.error('error: following a log needs both --vault and --keeper');
      }
      const logs = flags.logKey.map(parseVerifier);
      const { signer, state } = await openWitnessHome(flags.dir ?? defaultDir(context));
      const witness = createWitness({ signer, logs, state, clock: systemClock });
      if (flags.once === true) {
        const { size } = await follow(witness, flags);
        output.answer({ size }, `Cosigned the log at ${size} entries.`);
        return;
      }
      const server = await serveWitness(witness, { host: flags.host, port: flags.port });
      output.answer(
        { url: server.url, verifier: witness.verifier.text },
        `The witness listens at ${server.url}: ${witness.verifier.text}`,
      );
      const stopping = new AbortController();
      const following =
        flags.vault === undefined ? null : keepFollowing(context, witness, flags, stopping.signal);
      await untilStopped();
      stopping.abort();
      await following;
      await server.close();
    });
};

async function keepFollowing(
  { output }: VerbContext,
  witness: Witness,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<void> {
  let lastSize = -1;
  while (!signal.aborted) {
    try {
      const { size } = await follow(witness, flags);
      if (size !== lastSize) output.progress(`Cosigned the log at ${size} entries.`);
      lastSize = size;
    } catch (error) {
      // A log that cannot be reached is asked again; one that forked is an alarm, and asked again too.
      if (error instanceof TlogError) output.failure(error);
      else output.progress(errorToLine(error));
    }
    await wait(flags.every * 1000, undefined, { signal }).catch(() => undefined);
  }
}

/** Of several logs, the first is the one that is followed. */
function follow(witness: Witness, { vault = '', keeper = '', logKey }: RunFlags) {
  const trust = { log: parseVerifier(logKey[0] ?? ''), witnesses: [witness.verifier] };
  return cosignOnce(witness, trust, { vault, keeper });
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Give a number of seconds from 1 to 86400.');
}

function defaultDir(context: VerbContext): string {
  return join(context.homeDir(), 'witness');
}
