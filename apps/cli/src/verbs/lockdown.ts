/** `understudy lockdown` (one steward) and `understudy resume` (two, and a green report). */
import { systemClock } from '@understudy/base';
import { controlReportToSha256, signOrder, verifyControlReport } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { readFile } from 'node:fs/promises';
import { readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';

interface LockdownOptions {
  readonly keeper: string;
  readonly key: string;
  readonly reason: string;
}

interface ResumeOptions {
  readonly keeper: string;
  readonly key: string[];
  readonly report: string;
}

export const registerLockdown: RegisterVerb = (program, { output }) => {
  program
    .command('lockdown')
    .description('stop every read and every recording, now (any one steward)')
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .requiredOption('--key <file>', 'the key file of the steward')
    .requiredOption(
      '--reason <text>',
      'signed with the order, whose hash stands in the log for good: name no person',
    )
    .action(async ({ keeper, key: file, reason }: LockdownOptions) => {
      const { steward, key } = await readStewardKey(file);
      const order = await signOrder({ kind: 'lockdown', steward, reason }, key, systemClock);
      const { epoch, lockedAt } = await createKeeperClient({ baseUrl: keeper }).lockdown({
        body: { order },
      });
      output.answer(
        { epoch, lockedAt },
        `Locked down at ${lockedAt} (epoch ${epoch}). Recorders stop within 30 s.\n` +
          'To resume: `understudy verify`, then `understudy resume` with two stewards’ keys.',
      );
    });
};

export const registerResume: RegisterVerb = (program, { output }) => {
  program
    .command('resume')
    .description('end a lockdown: two stewards and a green control report under 24 hours old')
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .requiredOption('--key <files...>', 'the key files of two different stewards')
    .requiredOption('--report <file>', 'what `understudy verify --out` wrote')
    .action(async ({ keeper, key: files, report: reportFile }: ResumeOptions) => {
      const client = createKeeperClient({ baseUrl: keeper });
      const { epoch } = await client.status();
      const stewards = await Promise.all(files.map(readStewardKey));
      const jws = (await readFile(reportFile, 'utf8')).trim();
      const keys = stewards.map(({ key }) => key.publicJwk);
      const report = await verifyControlReport(jws, keys, systemClock.nowMs());
      const reportSha256 = controlReportToSha256(report);
      const approvals = await Promise.all(
        stewards.map(({ steward, key }) =>
          signOrder({ kind: 'resume', steward, epoch, reportSha256 }, key, systemClock),
        ),
      );
      const resumed = await client.resume({ body: { report: jws, approvals } });
      output.answer(
        resumed,
        `The lockdown is over (epoch ${resumed.epoch}). The keeper is sealed: run \`understudy keeper unseal\`.`,
      );
    });
};
