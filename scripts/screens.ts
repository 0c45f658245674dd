/**
 * Pictures of every page, from a real run: a private desktop, `understudy up`,
 * a short recording, the people who come by. `docs/screens/NAME-THEME-WIDTH.png`,
 * in both themes at two widths.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp, startDesktop, type TestDesktop } from '@understudy/testkit';
import sharp from 'sharp';
import { build } from 'vite';
import { startUp, type UpProcess } from '../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from '../tests/journeys/browser.ts';
import {
  fillDesktop,
  publishProgram,
  requestGrant,
  signIn,
  typeRecorded,
} from '../tests/journeys/world.ts';

const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const consoleFolder = fileURLToPath(new URL('../apps/console', import.meta.url));
const widths = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const;
const themes = ['light', 'dark'] as const;

/** The page as it is, in each theme at each width, in a window as high as the page. */
async function picture({ page }: PersonBrowser, name: string): Promise<void> {
  for (const size of widths) {
    await page.setViewportSize(size);
    const box = await page.locator('body').boundingBox();
    await page.setViewportSize({ ...size, height: Math.ceil(box?.height ?? size.height) });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      const png = await page.screenshot({ animations: 'disabled' });
      await sharp(png)
        .png({ palette: true, colours: 64, dither: 0, effort: 10 })
        .toFile(`${folder}${name}-${theme}-${size.width}.png`);
    }
  }
  process.stdout.write(`${name}\n`);
}

async function contributor(desktop: TestDesktop, up: UpProcess, me: PersonBrowser): Promise<void> {
  const { page } = me;
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click();
  await page.goto(up.contributor ?? '');
  await goTo('Programs');
  await page.getByText('Not decided').first().waitFor();
  await picture(me, 'programs');
  await goTo('Example: text editing');
  await page.getByRole('radio').last().check();
  await picture(me, 'consent');
  await button('I consent').click();
  await button('Download my receipt').waitFor();

  const editor = await startApp({ desktop, command: 'mousepad' });
  await fillDesktop(desktop, editor);
  await goTo('Now');
  await page.getByRole('button', { name: /^Start recording for/ }).click();
  await page.getByText(/^You are being recorded\./).waitFor();
  await typeRecorded(desktop, me, 'the parcel was paid with 4111 1111 1111 1111');
  await picture(me, 'now');
  await button('Stop').click();
  await page.getByText(/Nothing is being recorded/).waitFor();

  await goTo('My sessions');
  const sessions = page.getByRole('table', { name: 'My sessions' });
  await sessions.waitFor();
  await picture(me, 'sessions');
  const frame = page.waitForResponse(/\/segments\//);
  await sessions.getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Steps' }).waitFor();
  await (await frame).finished();
  await page.getByRole('heading', { name: 'Review', level: 1 }).click();
  for (const key of ['j', 'j', 'ArrowRight']) await page.keyboard.press(key);
  await page.locator('[aria-current="step"]').waitFor();
  await picture(me, 'review');
  await button('Share it').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Share it' }).click();
  await goTo('My sessions');
  await sessions.getByText('Shared').waitFor();
  await goTo('My data');
  await page.getByText(/This page checked it/).waitFor();
  await picture(me, 'my-data');
}

async function researcher(up: UpProcess, person: PersonBrowser): Promise<void> {
  const { page } = person;
  await page.goto(up.console);
  await page.getByRole('link', { name: 'Sign in with your organisation' }).waitFor();
  await picture(person, 'sign-in');
  await signIn(person, up, 'researcher');
  await page.getByRole('link', { name: 'Ask for a grant' }).first().waitFor();
  await picture(person, 'catalogue');
  await page.getByRole('link', { name: 'Ask for a grant' }).first().click();
  await page.getByRole('checkbox', { name: /^Screen/ }).check();
  await page.getByText(/^It reaches/).waitFor();
  await page.getByLabel(/Why, in words/).fill('To train on order desks.');
  await picture(person, 'ask');
  await page.getByRole('link', { name: 'My grants' }).click();
  await page.getByText(/Two stewards have to approve it/).waitFor();
  await picture(person, 'my-grants');
  await page.getByRole('link', { name: 'My datasets' }).click();
  await page.getByText('You have exported nothing yet.').waitFor();
  await picture(person, 'datasets');
}

async function steward(up: UpProcess, person: PersonBrowser): Promise<void> {
  const { page } = person;
  const invited = await up.run('keeper', 'invite', '--key', up.stewards[0]);
  // Passkeys belong to a domain: the keeper's page is opened by its name.
  await page.goto(up.keeper.replace('127.0.0.1', 'localhost'));
  await page.getByLabel(/Your invite/).fill(JSON.parse(invited.out).invite);
  await page.getByRole('button', { name: 'Make a passkey on this device' }).click();
  await page.getByText(/This browser holds the passkey of steward …/).waitFor();
  await picture(person, 'keeper');
  await signIn(person, up, 'steward-1');
  await page
    .getByRole('article')
    .first()
    .getByText(/^It reaches, as consents/)
    .waitFor();
  await picture(person, 'safe');
  await page.getByRole('link', { name: 'Grants' }).click();
  await page
    .getByRole('article')
    .first()
    .getByText(/^It reaches, as consents/)
    .waitFor();
  await picture(person, 'grants');

  const report = join(up.home, 'report.jws');
  const places = ['--vault', up.vault, '--keeper', up.keeper];
  await up.run('lockdown', '--keeper', up.keeper, '--key', up.stewards[0], '--reason', 'A drill.');
  await up.run('verify', ...places, '--key', ...up.stewards, '--out', report);
  await page.getByRole('link', { name: 'Is it safe?' }).click();
  await page.getByText(/every recorder stops within 30 seconds/).waitFor();
  await page.getByText('Held').first().waitFor();
  await picture(person, 'safe-locked');
  await page.goto(up.keeper.replace('127.0.0.1', 'localhost'));
  await page.getByLabel('Open the file').setInputFiles(report);
  await page.getByText('Done').nth(3).waitFor();
  await picture(person, 'keeper-locked');
}

await mkdir(folder, { recursive: true });
await build({ configFile: `${consoleFolder}/vite.config.ts`, logLevel: 'warn' });
await using ended = new AsyncDisposableStack();
const desktop = await startDesktop();
ended.defer(() => desktop.stop());
const up = await startUp({ env: desktop.env, pages: true });
ended.defer(() => up.stop());

async function visit(look: (person: PersonBrowser) => Promise<void>): Promise<void> {
  const person = await openBrowser();
  ended.defer(() => person.close());
  await look(person);
}

await visit((person) => contributor(desktop, up, person));
await requestGrant(up, await publishProgram(up));
await visit((person) => researcher(up, person));
await visit((person) => steward(up, person));
