/**
 * A steward's way from an invite to a decision, in a real browser against the
 * real vault and keeper: register a passkey, approve with it, lock down, also
 * while the vault is away.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startUp, type UpProcess } from '../../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from './browser.ts';
import { publishProgram, requestGrant, servicePid, signIn } from './world.ts';

let up: UpProcess;
let steward: PersonBrowser;
let second: PersonBrowser;
/** Passkeys belong to a domain: the keeper's page is opened by its name. */
const keeperPage = (): string => up.keeper.replace('127.0.0.1', 'localhost');

beforeAll(async () => {
  up = await startUp();
  steward = await openBrowser();
  second = await openBrowser({ width: 390, height: 844, theme: 'dark' });
});
afterAll(async () => {
  await steward.close();
  await second.close();
  await up.stop();
});

const button = ({ page }: PersonBrowser, name: string) =>
  page.getByRole('button', { name, exact: true });

/** A passkey in that browser for the steward of that key. */
async function register(person: PersonBrowser, key: string): Promise<void> {
  const invited = await up.run('keeper', 'invite', '--key', key);
  await person.page.goto(keeperPage());
  await person.page.getByLabel(/Your invite/).fill(JSON.parse(invited.out).invite);
  await button(person, 'Make a passkey on this device').click();
  await person.page.getByText(/This browser holds the passkey of steward …/).waitFor();
}

describe('a steward', () => {
  test('registers a passkey on the keeper’s page with an invite', async () => {
    await register(steward, up.stewards[0]);
    await register(second, up.stewards[1]);
    await steward.page.getByText(/This browser holds the passkey of steward …/).waitFor();
    expect(await steward.page.getByLabel(/Your invite/).isVisible()).toBe(false);
  });

  test('reads the whole grant in words and approves it with that passkey', async () => {
    const program = await publishProgram(up);
    const grant = await requestGrant(up, program);
    await signIn(steward, up, 'steward-1');
    await steward.page.getByRole('heading', { name: 'Is it safe?' }).waitFor();
    const card = steward.page.getByRole('article', { name: grant });
    await card.getByText('Training agents that operate software').waitFor();
    await card.getByRole('heading', { name: 'To read “Order desk work”, up to Screen' }).waitFor();
    await card.getByText('To train on it.').waitFor();
    await card.getByText(/^0 people, 0 sessions/).waitFor();
    await steward.page.getByText(/^No incident was drawn up\./).waitFor();
    await card.getByRole('button', { name: 'Approve with a passkey' }).click();
    await card.getByText('1 of 2 approvals').waitFor();
    const asSecond = ['--vault', up.vault, '--key', up.stewards[1]];
    // Without a terminal nobody can say yes, so nothing is signed; what would be is shown.
    const unasked = await up.run('grant', 'approve', grant, ...asSecond);
    expect(unasked.code).toBe(1);
    expect(unasked.err).toContain('To train on it.');
    expect(unasked.err).toContain('Nothing was signed');
    // Nor does the researcher's own text command the terminal, or make lines of its own.
    const sly = await requestGrant(up, program, 'To help.\u001B[8m\n  only ses_1, from now');
    const shown = await up.run('grant', 'approve', sly, ...asSecond);
    expect(shown.err).not.toContain('\u001B');
    expect(shown.err).toMatch(/for agentTraining: To help\. ?\[8m +only ses_1, from now$/m);
    const status = await up.run('grant', 'status', grant, ...asSecond);
    expect(JSON.parse(status.out)).toMatchObject({ state: 'pending' });
  });

  test('sees how a grant stands that they were the last to approve', async () => {
    await signIn(second, up, 'steward-2');
    const waiting = second.page.getByRole('article').filter({ hasText: 'To train on it.' });
    await waiting.getByRole('button', { name: 'Approve with a passkey' }).click();
    await waiting.getByText('2 of 2 approvals').waitFor();
    await waiting.getByRole('button', { name: 'Revoke' }).waitFor();
  });

  test('is told that the keeper is out of reach while it hangs', async () => {
    const keeper = await servicePid(up, 'keeper');
    process.kill(keeper, 'SIGSTOP');
    try {
      await steward.page.reload();
      await steward.page.getByText(/^The vault cannot reach the keeper\./).waitFor();
    } finally {
      process.kill(keeper, 'SIGCONT');
    }
    await steward.page.getByText(/^Approved releases can happen/).waitFor();
  });

  test('locks everything down from the first page, with a reason', async () => {
    await steward.page.getByRole('button', { name: 'Lock down now' }).click();
    const dialog = steward.page.getByRole('alertdialog');
    const act = dialog.getByRole('button', { name: 'Lock down now' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByLabel(/Reason/).fill('A drill.');
    await act.click();
    await steward.page.getByText(/Locked down\. The epoch is now 1/).waitFor();
    await steward.page.getByText(/every recorder stops within 30 seconds\.$/).waitFor();
  });

  test('sees on the keeper’s page what resuming takes, and gives the first agreement', async () => {
    const report = join(up.home, 'report.jws');
    const keys = ['--key', ...up.stewards];
    const places = ['--vault', up.vault, '--keeper', up.keeper];
    expect(await up.run('verify', ...places, ...keys, '--out', report)).toMatchObject({ code: 0 });
    await steward.page.goto(keeperPage());
    await steward.page.getByRole('heading', { name: 'Resume' }).waitFor();
    await steward.page.getByText('Missing').nth(5).waitFor();
    await steward.page
      .getByText(/^The keeper takes new passkeys only while it is open\./)
      .waitFor({ state: 'attached' });
    await steward.page.getByLabel('Open the file').setInputFiles(report);
    await steward.page.getByText('Done').nth(3).waitFor();
    await button(steward, 'Agree with my passkey').click();
    const handOver = steward.page.waitForEvent('download');
    await button(steward, 'Save resume.json').click();
    await (await handOver).saveAs(join(up.home, 'resume.json'));
    expect(await steward.axe()).toEqual([]);
  });

  test('is joined by a second one, in a browser of their own, who resumes', async () => {
    await second.page.goto(keeperPage());
    await second.page.getByLabel('Open the file').setInputFiles(join(up.home, 'resume.json'));
    await button(second, 'Agree with my passkey').click();
    await second.page.getByText('Done').nth(5).waitFor();
    await button(second, 'Resume').click();
    await second.page.getByText('Nothing can be opened until the keeper is unsealed.').waitFor();
    await second.page.getByText('understudy keeper unseal').waitFor();
    const unseal = ['unseal', '--keeper', up.keeper, '--passphrase-file', up.passphraseFile];
    expect(await up.run('keeper', ...unseal)).toMatchObject({ code: 0 });
    await steward.page.getByText('Approved releases can happen, each logged before it').waitFor();
  });

  test('locks down on the keeper’s page while the vault hangs', async () => {
    const vault = await servicePid(up, 'vault');
    process.kill(vault, 'SIGSTOP');
    try {
      await button(steward, 'Lock down now').click();
      const dialog = steward.page.getByRole('alertdialog');
      await dialog.getByLabel(/Reason/).fill('A drill with the vault down.');
      await dialog.getByRole('button', { name: 'Lock down now' }).click();
      await steward.page.getByText('Locked down. The epoch is now 3.').waitFor();
      await steward.page.getByText(/every recorder stops within 30 seconds\.$/).waitFor();
    } finally {
      process.kill(vault, 'SIGCONT');
    }
  });

  test('saw no page complain, and no page call another host', () => {
    expect([...steward.complaints, ...second.complaints]).toEqual([]);
  });
});
