/** What the journeys need before a person arrives: a program, a grant that waits. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { UpProcess } from '../../apps/cli/tests/up-process.ts';
import type { PersonBrowser } from './browser.ts';

const programSchema = z.object({ program: z.string() });
const grantSchema = z.object({ grant: z.string() });

export async function publishProgram(up: UpProcess): Promise<string> {
  const file = join(up.home, 'program.json');
  await writeFile(
    file,
    JSON.stringify({
      title: 'Order desk work',
      controller: 'Example Orders Ltd',
      purposes: ['agentTraining'],
      purposeText: 'To train agents that do order desk work.',
      apps: [{ kind: 'app', app: 'mousepad' }],
      tiers: ['motion', 'actions', 'text', 'screen'],
      region: 'EU',
      retentionDays: 90,
      days: 90,
    }),
  );
  const ran = await up.run(
    'programs',
    'publish',
    '--vault',
    up.vault,
    '--key',
    up.stewards[0],
    '--file',
    file,
  );
  return programSchema.parse(JSON.parse(ran.out)).program;
}

export async function requestGrant(up: UpProcess, program: string): Promise<string> {
  const ran = await up.run(
    'grant',
    'request',
    '--vault',
    up.vault,
    '--key',
    up.researcher,
    '--program',
    program,
    '--purpose',
    'agentTraining',
    '--tier',
    'screen',
    '--reason',
    'To train on it.',
    '--days',
    '7',
    '--segments',
    '100',
    '--bytes',
    '1000000000',
  );
  return grantSchema.parse(JSON.parse(ran.out)).grant;
}

/** Through the console's own link and the development identity provider. */
export async function signIn(person: PersonBrowser, up: UpProcess, account: string): Promise<void> {
  await person.page.goto(up.console);
  await person.page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await person.page.getByText(account, { exact: true }).click();
  await person.page.waitForURL(`${up.console}/`);
}
