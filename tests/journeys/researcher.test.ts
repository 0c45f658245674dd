/**
 * A researcher's way from sign-in to a command that fetches: what is there,
 * how far a grant would reach, asking, following.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startUp, type UpProcess } from '../../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from './browser.ts';
import { publishProgram, signIn } from './world.ts';

let up: UpProcess;
let researcher: PersonBrowser;

beforeAll(async () => {
  up = await startUp();
  researcher = await openBrowser({ width: 390, height: 844, theme: 'dark' });
});
afterAll(async () => {
  await researcher.close();
  await up.stop();
});

/** In the tab that the page offers once the sign-in has ended. */
async function signInAgain(account: string): Promise<void> {
  const opened = researcher.page.waitForEvent('popup');
  await researcher.page.getByRole('link', { name: 'Sign in again' }).click();
  const tab = await opened;
  await tab.getByText(account, { exact: true }).click();
  await tab.waitForURL(`${up.console}/`);
  await tab.close();
}

test('a researcher finds a program, sees the reach of a grant and prepares it', async () => {
  await publishProgram(up);
  await signIn(researcher, up, 'researcher');
  await researcher.page.getByRole('heading', { name: 'What is there?', level: 1 }).waitFor();
  await researcher.page.getByRole('link', { name: 'Ask for a grant' }).first().click();
  const prepare = researcher.page.getByRole('button', { name: 'Prepare the request' });
  await prepare.waitFor();
  expect(await prepare.isDisabled()).toBe(true);
  await researcher.page.getByRole('radio', { name: /^Screen/ }).check();
  await researcher.page.getByText(/It reaches 0 people, 0 sessions/).waitFor();
  await researcher.page.getByLabel(/Why, in words/).fill('To train on order desks.');
  await researcher.page.context().clearCookies();
  await prepare.click();
  await researcher.page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
  expect(await prepare.isVisible()).toBe(false);
  await signInAgain('researcher');
  await prepare.waitFor();
  expect(await researcher.page.getByLabel(/Why, in words/).inputValue()).toBe(
    'To train on order desks.',
  );
  await prepare.click();
  const command = researcher.page.getByText(/understudy grant request --draft drf_/);
  await command.waitFor();
  const words = ((await command.textContent()) ?? '').replace('FILE', up.researcher).split(' ');
  const asked = await up.run(...words.slice(1));
  expect(asked).toMatchObject({ code: 0 });
});

test('follows it on the page of their grants', async () => {
  await researcher.page.getByRole('link', { name: 'My grants', exact: true }).click();
  await researcher.page.getByText(/Two stewards have to approve it/).waitFor();
});

test('sees that no dataset was made yet', async () => {
  await researcher.page.getByRole('link', { name: 'My datasets' }).click();
  await researcher.page.getByText('You have exported nothing yet.').waitFor();
});

test('leaves nothing to the next person at that browser once their sign-in has ended', async () => {
  await researcher.page.getByRole('link', { name: 'What is there', exact: true }).click();
  await researcher.page.getByRole('link', { name: 'Ask for a grant' }).first().click();
  const reason = researcher.page.getByLabel(/Why, in words/);
  await reason.fill('For my eyes.');
  await researcher.page.getByRole('radio', { name: /^Screen/ }).check();
  await researcher.page.context().clearCookies();
  await researcher.page.getByRole('button', { name: 'Prepare the request' }).click();
  await researcher.page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
  await signInAgain('operator');
  await researcher.page.getByRole('link', { name: 'Is it running?' }).waitFor();
  await reason.waitFor({ state: 'detached' });
});

test('saw no page complain, and no page call another host', () => {
  expect(researcher.complaints).toEqual([]);
});
