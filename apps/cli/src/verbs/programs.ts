/** `understudy programs`: list (anybody), publish (stewards). */
import { createId, systemClock, systemRandom, tiers, UnderstudyError } from '@understudy/base';
import { allowedPurposes, issueProgram } from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readStewardKey } from '../person-key.ts';
import { parseAlwaysCover } from '../always-cover.ts';
import type { RegisterVerb } from '../verb.ts';

class ProgramFileError extends UnderstudyError<'badFile'> {}

interface PublishFlags {
  readonly vault: string;
  readonly key: string;
  readonly file: string;
}

const dayMs = 86_400_000;

/** What a steward writes by hand; ids, dates and signature are added. */
const draftSchema = z.strictObject({
  title: z.string(),
  controller: z.string(),
  purposes: z.array(z.enum(allowedPurposes)),
  purposeText: z.string(),
  apps: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('app'), app: z.string() }),
      z.strictObject({ kind: z.literal('sites'), app: z.string(), origins: z.array(z.string()) }),
    ]),
  ),
  tiers: z.array(z.enum(tiers)),
  region: z.string(),
  retentionDays: z.int().positive(),
  licence: z.string().optional(),
  alwaysCover: z.unknown().optional(),
  startsAt: z.iso.datetime().optional(),
  endsAt: z.iso.datetime().optional(),
  /** How long it runs, where `endsAt` is not given. */
  days: z.int().positive().default(30),
});

const example: z.input<typeof draftSchema> = {
  title: 'Order desk',
  controller: 'Example Ltd',
  purposes: ['agentTraining'],
  purposeText: 'To learn how orders are entered.',
  apps: [
    { kind: 'app', app: 'mousepad' },
    { kind: 'sites', app: 'chromium', origins: ['https://orders.example.com'] },
  ],
  tiers: [...tiers],
  region: 'EU',
  retentionDays: 30,
  days: 60,
  alwaysCover: { terms: ['Project Nightjar'] },
};

const programHelp = `
Purposes: ${allowedPurposes.join(', ')}. Tiers: ${tiers.join(', ')}.
An example of the file:
${JSON.stringify(example, null, 2)}`;

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
      'title, controller, purposes, purposeText, apps, tiers, region, retentionDays, and if wanted alwaysCover, licence, startsAt and endsAt, or days',
    )
    .addHelpText('after', programHelp)
    .action(async ({ vault, key: keyFile, file }: PublishFlags) => {
      const { steward, key } = await readStewardKey(keyFile);
      const draft = await readDraft(file);
      const nowMs = systemClock.nowMs();
      const { days, alwaysCover, ...fields } = draft;
      const parts = {
        ...fields,
        ...(alwaysCover === undefined ? {} : { alwaysCover }),
        program: createId('program', systemClock, systemRandom),
        steward,
        startsAt: draft.startsAt ?? new Date(nowMs).toISOString(),
        endsAt: draft.endsAt ?? new Date(nowMs + days * dayMs).toISOString(),
      };
      const signed = await issueProgram(parts, key, systemClock);
      const answer = await createVaultClient({ baseUrl: vault, key }).publishProgram({
        params: { program: parts.program },
        body: { signed },
      });
      output.answer(answer, `Published ${answer.program} (${answer.state}).`);
    });
};

async function readDraft(path: string) {
  try {
    const draft = draftSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const { alwaysCover } = draft;
    return {
      ...draft,
      alwaysCover: alwaysCover === undefined ? undefined : parseAlwaysCover(alwaysCover),
    };
  } catch (cause) {
    throw new ProgramFileError({
      code: 'badFile',
      message: `The program in ${path} cannot be read${pathsOf(cause)}.`,
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

function pathsOf(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return '';
  return `: wrong at ${cause.issues.map(({ path }) => path.join('.') || '(all)').join(', ')}`;
}
