/**
 * A contributor's way from `npm start` alone: who asks, yes to one tier, record
 * a minute of typing, look at it, cover, share, see who read it, take it back.
 * A real desktop, a real editor, a real browser beside it. Every state of every page is under axe in
 * states.test.ts; here only those that it does not come by.
 */
import { startApp, startDesktop, type TestDesktop } from '@understudy/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startUp, type UpProcess } from '../../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from './browser.ts';
import { fillDesktop, typeRecorded } from './world.ts';

let desktop: TestDesktop;
let up: UpProcess;
let me: PersonBrowser;

beforeAll(async () => {
  desktop = await startDesktop();
  up = await startUp({ env: desktop.env, pages: true });
  me = await openBrowser();
  await me.page.goto(up.contributor ?? '');
});
afterAll(async () => {
  await me.close();
  await up.stop();
  await desktop.stop();
});

const button = (name: string) => me.page.getByRole('button', { name, exact: true });
/** What the keyboard is on: by its name, or else its words. */
const focused = () =>
  me.page.evaluate(() => {
    const at = document.activeElement;
    return at?.ariaLabel ?? at?.textContent;
  });
const goTo = (name: string) => me.page.getByRole('link', { name, exact: true }).click();

test('finds that nothing is on, and that recording needs a consent first', async () => {
  await me.page
    .getByText('Nothing is being recorded. Keys, pointer and screen are not read.')
    .waitFor();
  await me.page.getByText('Recording needs your consent to a program first.').waitFor();
});

test('reads who asks; nothing is ticked; declining is remembered and can be taken back', async () => {
  await goTo('Programs');
  await goTo('Example: order desk and text editing');
  await me.page.getByText('You, on this machine').waitFor();
  // What it asks for is there to be worked on, also for whoever has only a browser.
  const desk = up.desk ?? 'none';
  expect(await (await fetch(desk)).text()).toContain('Sign in');
  await me.page.getByText(desk.replace('http://', '')).first().waitFor();
  expect(await me.page.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await button('I consent').isDisabled()).toBe(true);
  await button('Decline').click();
  await me.page.getByText(/^You declined\./).waitFor();
  await me.page.getByRole('radio').last().click();
  await button('I consent').press('Enter');
  await me.page.getByText('You consented (Screen). Your signed receipt is ready.').waitFor();
  await button('Download my receipt').waitFor();
  expect(await focused()).toBe('Consented');
});

test('records, sees live what is taken, and stops', async () => {
  const editor = await startApp({ desktop, command: 'mousepad' });
  await fillDesktop(desktop, editor);
  await goTo('Now');
  await me.page.getByRole('button', { name: /^Start recording for/ }).waitFor();
  // How each browser is started that tells which page it shows; why is said once.
  expect(await me.page.getByText(/--force-renderer-accessibility/).count()).toBe(2);
  expect(await me.page.getByText(/^Sites are recorded only/).count()).toBe(1);
  // No browser's extension speaks to this desktop: what it cannot tell is refused, not left out in silence.
  const clipboard = me.page.getByLabel(/^Also record what I copy/);
  await clipboard.check();
  await me.page.getByRole('button', { name: /^Start recording for/ }).click();
  await me.page.getByText(/^Only the browser extension can tell/).waitFor();
  await clipboard.uncheck();
  await me.page.getByRole('button', { name: /^Start recording for/ }).press('Enter');
  await me.page.getByText(/^You are being recorded\./).waitFor();
  expect(await focused()).toBe('At this moment');
  await typeRecorded(desktop, me, 'the parcel goes to the north gate');
  await button('Pause').click();
  await me.page.getByText('You paused it.').waitFor();
  await button('Go on').click();
  await me.page.getByText(/^You are being recorded\./).waitFor();
  await button('Stop').click();
  await me.page.getByText(/Nothing is being recorded/).waitFor();
  await me.page.getByRole('link', { name: 'Look at what was recorded' }).waitFor();
});

test('covers what was missed, blacks out an area, drops a step; each is listed as an edit', async () => {
  await goTo('My sessions');
  await me.page.getByRole('table', { name: 'My sessions' }).getByRole('link').first().click();
  const steps = me.page.getByRole('list', { name: 'Steps' });
  await steps.getByText(/parcel/).waitFor();
  await me.page.getByLabel('The text that should have been covered').fill('parcel');
  await me.page.keyboard.press('Enter');
  await steps.getByText(/parcel/).waitFor({ state: 'detached' });
  for (const [side, value] of [
    ['Left', 10],
    ['Top', 20],
    ['Width', 300],
    ['Height', 40],
  ] as const) {
    await me.page.getByLabel(side, { exact: true }).fill(String(value));
  }
  await button('Black it out').press('Enter');
  await me.page.getByText(/An area was blacked out/).waitFor();
  await me.page.getByText(/^Covered in this picture: .*Area that you blacked out/).waitFor();
  const before = await steps.getByRole('listitem').count();
  await me.page.getByRole('heading', { name: 'Review', level: 1 }).click();
  await me.page.keyboard.press('j');
  await button('Drop this step').press('Enter');
  await me.page.getByRole('alertdialog').getByRole('button', { name: 'Drop this step' }).click();
  await me.page.getByText(/A step was dropped/).waitFor();
  await steps
    .getByRole('listitem')
    .nth(before - 1)
    .waitFor({ state: 'detached' });
  expect(await me.axe()).toEqual([]);
});

test('names the task, and sees the words that are kept of it', async () => {
  const words = me.page.getByLabel('The task, in your words');
  await words.fill('Tell Maria Lopez of her order');
  await button('Save').press('Enter');
  await me.page.getByText(/Task or outcome was set/).waitFor();
  await expect.poll(() => words.inputValue()).toMatch(/^Tell (?!Maria Lopez)\w+ \w+ of her order$/);
  // Whoever works by keys is still where they were.
  expect(await focused()).toBe('Save');
});

test('packs everything for a key of their own, as a job that a reload does not end', async () => {
  await goTo('My data');
  const key = me.page.waitForEvent('download');
  await button('Make a key for me').click();
  const saved = await (await (await key).createReadStream()).toArray();
  expect(Buffer.concat(saved).toString()).toMatch(/^AGE-SECRET-KEY-1\w+\n$/);
  await button('Pack it').click();
  await button('Save the file').waitFor();
  await me.page.reload();
  const download = me.page.waitForEvent('download');
  await button('Save the file').click();
  const chunks = await (await (await download).createReadStream()).toArray();
  expect(Buffer.concat(chunks).toString('latin1', 0, 31)).toBe('age-encryption.org/v1\n-> X25519');
  await button('Save the file').waitFor({ state: 'detached' });
});

test('reviews what would be shared by keyboard alone, and shares it', async () => {
  await goTo('My sessions');
  await me.page.getByRole('table', { name: 'My sessions' }).getByRole('link').first().click();
  await me.page.getByRole('heading', { name: 'Steps' }).waitFor();
  await me.page.getByRole('heading', { name: 'Review', level: 1 }).click();
  await me.page.keyboard.press('j');
  await me.page.locator('[aria-current="step"]').waitFor();
  // A button has the keyboard then, and arrows are none of its own.
  await button('From here').press('Enter');
  await me.page.keyboard.press('Shift+ArrowRight');
  await me.page.keyboard.press(']');
  await me.page.getByRole('button', { name: 'Cut it out', disabled: false }).waitFor();
  await button('Share it').click();
  await me.page.getByRole('alertdialog').getByRole('button', { name: 'Share it' }).click();
  await me.page.getByText('Shared', { exact: false }).first().waitFor();
});

test('takes back what was shared: it is erased there, and a copy is here to be changed', async () => {
  await goTo('My sessions');
  const sessions = me.page.getByRole('table', { name: 'My sessions' });
  // Each state has its shape before its word.
  await sessions.getByText(/^.Shared$/).waitFor();
  await sessions.getByRole('link', { name: 'Look at it' }).click();
  await button('Take it back').waitFor();
  await button('Take it back').click();
  await me.page.getByRole('alertdialog').getByRole('button', { name: 'Take it back' }).click();
  await sessions.getByText(/^.Erased$/).waitFor();
  await sessions.getByRole('link', { name: 'Review' }).waitFor();
  expect(await me.axe()).toEqual([]);
});

test('sees that nobody has read it, proved by the page itself, and withdraws', async () => {
  await goTo('My data');
  await me.page.getByText('Nobody has read anything of you.').waitFor();
  await me.page.getByText(/^This page checked it|This page checked it/).waitFor();
  await button('Withdraw').click();
  await me.page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await me.page.getByText('Withdrawn').first().waitFor();
  expect(await me.axe()).toEqual([]);
});

test('saw no page complain, and no page call another host', () => {
  expect(me.complaints).toEqual([]);
});
