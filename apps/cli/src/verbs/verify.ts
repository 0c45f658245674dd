/** `understudy verify`: the controls as live probes, a signed report, its hash in the log. */
import { systemClock } from '@understudy/base';
import { signControlReport } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { writeFile } from 'node:fs/promises';
import { readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';
import { outcomesToResults } from '../verify/report.ts';
import { runControls } from '../verify/run.ts';
import { createSubject } from '../verify/subject.ts';
import { createTarget } from '../verify/target.ts';

interface VerifyOptions {
  readonly vault: string;
  readonly keeper: string;
  readonly key: string[];
  readonly vaultHome?: string;
  readonly out?: string;
  readonly planted?: boolean;
}

export const registerVerify: RegisterVerb = (program, { output }) => {
  program
    .command('verify')
    .description(
      'probe every control of the running deployment, and its probe by a planted failure',
    )
    .requiredOption('--vault <url>', 'where the vault listens')
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .requiredOption('--key <files...>', 'the key files of two different stewards')
    .option('--vault-home <dir>', 'on the vault’s machine: look through what it wrote, too')
    .option('--out <file>', 'where to write the signed report; `understudy resume` takes it')
    .option('--planted', 'show for each control that its planted failure was caught')
    .action(async (options: VerifyOptions, command: { error(text: string): never }) => {
      const [first, second] = await Promise.all(options.key.map(readStewardKey));
      if (first === undefined || second === undefined || first.steward === second.steward) {
        return command.error('Give --key twice: a grant that is to pass needs two stewards.');
      }
      const { vault, keeper } = options;
      const places = { vault, keeper, vaultHome: options.vaultHome ?? null };
      const target = createTarget(places);
      const { build, epoch } = await target.status();
      const start = new Date(systemClock.nowMs()).toISOString();
      const logHead = (await target.readLog('checkpoint')) ?? new Uint8Array();
      const subject = await createSubject(places, [first, second], systemClock, logHead);
      const outcomes = await runControls(target, subject, ({ id, live, green }) => {
        output.progress(`${green ? 'green' : 'RED  '}  ${id}${live === null ? '' : `: ${live}`}`);
      });
      await subject.end();
      const end = new Date(systemClock.nowMs()).toISOString();
      const green = outcomes.every((outcome) => outcome.green);
      const results = outcomesToResults(outcomes, { build, start, end });
      const report = await signControlReport(
        { build, epoch, green, results },
        first.key,
        systemClock,
      );
      const { sha256, logIndex } = await createKeeperClient({ baseUrl: keeper }).fileReport({
        body: { report },
      });
      if (options.out !== undefined) await writeFile(options.out, `${report}\n`);
      const caught = outcomes.filter(({ planted }) => planted !== null).length;
      if (options.planted === true) {
        for (const { id, planted } of outcomes) {
          output.answer(
            { control: id, caught: planted !== null, found: planted },
            `${planted === null ? 'MISSED' : 'caught'}  ${id}: ${planted ?? 'nothing was noticed'}`,
          );
        }
      }
      const controls = outcomes.length;
      const red = outcomes.filter((outcome) => !outcome.green).map(({ id }) => id);
      output.answer(
        { green, controls, red, plantedCaught: caught, build, epoch, sha256, logIndex },
        `${green ? 'Green' : 'RED'}: ${controls - red.length} of ${controls} controls hold, ` +
          `${caught} of ${controls} planted failures caught. Report ${sha256} at log index ${logIndex}.`,
      );
      if (!green) process.exitCode = 1;
    });
};
