/** What the journeys need before a person arrives: a program, a grant that waits. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestHands, type TestApp, type TestDesktop } from '@understudy/testkit';
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

export async function requestGrant(
  up: UpProcess,
  program: string,
  reason = 'To train on it.',
): Promise<string> {
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
    'actions',
    '--reason',
    reason,
    '--days',
    '7',
    '--segments',
    '100',
    '--bytes',
    '1000000000',
  );
  return grantSchema.parse(JSON.parse(ran.out)).grant;
}

/** The process of one service of `understudy up`, by the kernel's own list. */
export async function servicePid(up: UpProcess, service: 'vault' | 'keeper'): Promise<number> {
  const children = await readFile(`/proc/${up.pid}/task/${up.pid}/children`, 'utf8');
  for (const pid of children.trim().split(' ')) {
    // One that ended meanwhile is none of the services.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`\0${service}\0run\0`)) return Number(pid);
  }
  throw new Error(`\`understudy up\` runs no ${service}.`);
}

/** Through the console's own link and the development identity provider. */
export async function signIn(person: PersonBrowser, up: UpProcess, account: string): Promise<void> {
  await person.page.goto(up.console);
  await person.page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await person.page.getByText(account, { exact: true }).click();
  await person.page.waitForURL(`${up.console}/`);
}

/** Where a click goes, the window decides: it covers the desktop but for an edge. */
export async function fillDesktop(desktop: TestDesktop, { window }: TestApp): Promise<void> {
  const id = String(window);
  const width = String(desktop.size.width - 80);
  const height = String(desktop.size.height - 120);
  await desktop.run('xdotool', ['windowsize', '--sync', id, width, height]).ended;
  await desktop.run('xdotool', ['windowmove', '--sync', id, '40', '60']).ended;
  await desktop.run('xdotool', ['windowactivate', '--sync', id]).ended;
}

/** Types into the field that has the focus, once the recorder knows it, and waits until it took every key. */
export async function typeRecorded(
  desktop: TestDesktop,
  { page }: PersonBrowser,
  text: string,
): Promise<void> {
  const ledger = page.getByRole('table', { name: 'In the last seconds' });
  await ledger
    .getByRole('row', { name: /Taken Control/ })
    .first()
    .waitFor();
  const hands = await createTestHands(desktop);
  hands.click(300, 300);
  hands.type(text);
  await hands.done();
  hands.close();
  // A row goes as others come: each counts from when it was first seen.
  const rows = await page.evaluateHandle(() => new Map<string, number>());
  await page.waitForFunction(
    ({ keys, rows }) => {
      for (const { textContent, lastElementChild } of document.querySelectorAll('tr')) {
        if (textContent.includes('Taken Keys'))
          rows.set(textContent, Number(lastElementChild?.textContent));
      }
      return rows.values().reduce((sum, count) => sum + count, 0) >= keys;
    },
    // Down and up.
    { keys: text.length * 2, rows },
  );
}
