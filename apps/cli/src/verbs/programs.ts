/** `understudy programs`: list (anybody), publish (stewards). */
import { createId, systemClock, systemRandom, UnderstudyError } from '@understudy/base';
import { issueProgram, type Program } from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';

class ProgramFileError extends UnderstudyError<'badFile'> {}

interface PublishFlags {
  readonly vault: string;
  readonly key: string;
  readonly file: string;
}

const dayMs = 86_400_000;

/** What a steward writes by hand; ids, dates and signature are added. */
const draftSchema = z.looseObject({
  startsAt: z.iso.datetime().optional(),
  endsAt: z.iso.datetime().optional(),
  days: z.int().positive().optional(),
});

export const registerPrograms: RegisterVerb = (program, { output }) => {
  const verb = program.command('programs').description('the stated collections');

  verb
    .command('list', { isDefault: true })
    .description('what may be consented to')
    .option('--vault <url>', 'where the vault listens', 'http://127.0.0.1:7410')
    .action(async ({ vault }: { vault: string }) => {
      const { programs } = await createVaultClient({ baseUrl: vault }).listPrograms();
      for (const row of programs) {
        output.answer(row, `${row.program}  ${row.state}  ${titleOf(row.signed)}`);
      }
      if (programs.length === 0) output.progress('No program has been published.');
    });

  verb
    .command('publish')
    .description('sign a program and publish it (steward)')
    .option('--vault <url>', 'where the vault listens', 'http://127.0.0.1:7410')
    .requiredOption('--key <file>', 'the key file of the steward who answers for it')
    .requiredOption(
      '--file <json>',
      'title, controller, purposes, purposeText, apps, tiers, region, retentionDays, and startsAt and endsAt, or days',
    )
    .action(async ({ vault, key: keyFile, file }: PublishFlags) => {
      const { steward, key } = await readStewardKey(keyFile);
      const draft = await readDraft(file);
      const nowMs = systemClock.nowMs();
      const parts = {
        ...draft.fields,
        program: createId('program', systemClock, systemRandom),
        steward,
        startsAt: draft.startsAt ?? new Date(nowMs).toISOString(),
        endsAt: draft.endsAt ?? new Date(nowMs + (draft.days ?? 30) * dayMs).toISOString(),
      };
      // issueProgram checks every field before it signs.
      const signed = await issueProgram(parts as unknown as Program, key, systemClock);
      const answer = await createVaultClient({ baseUrl: vault, key }).publishProgram({
        params: { program: parts.program },
        body: { signed },
      });
      output.answer(answer, `Published ${answer.program} (${answer.state}).`);
    });
};

async function readDraft(path: string) {
  try {
    const { startsAt, endsAt, days, ...fields } = draftSchema.parse(
      JSON.parse(await readFile(path, 'utf8')),
    );
    return { startsAt, endsAt, days, fields };
  } catch (cause) {
    throw new ProgramFileError({
      code: 'badFile',
      message: `The program in ${path} cannot be read.`,
      remedy: 'Give a JSON file as `understudy programs publish --help` describes it.',
      cause,
    });
  }
}

const titleSchema = z.object({ program: z.object({ title: z.string() }) });

/** For the eye only: whoever relies on a program verifies it. */
function titleOf(jws: string): string {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
  return titleSchema.parse(JSON.parse(payload)).program.title;
}
