/**
 * A steward's way from an invite to a decision, in a real browser against the
 * real vault and keeper: register a passkey, approve with it, lock down, also
 * while the vault is away.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startUp, type UpProcess } from '../../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from './browser.ts';
import { publishProgram, requestGrant, signIn } from './world.ts';

let up: UpProcess;
let steward: PersonBrowser;
/** Passkeys belong to a domain: the keeper's page is opened by its name. */
const keeperPage = (): string => up.keeper.replace('127.0.0.1', 'localhost');

beforeAll(async () => {
  up = await startUp();
  steward = await openBrowser();
});
afterAll(async () => {
  await steward.close();
  await up.stop();
});

describe('a steward', () => {
  test('registers a passkey on the keeper’s page with an invite', async () => {
    const invited = await up.run('keeper', 'invite', '--key', up.stewards[0]);
    const { invite } = JSON.parse(invited.out);
    await steward.page.goto(keeperPage());
    await steward.page.getByLabel(/Your invite/).fill(invite);
    await steward.page.getByRole('button', { name: 'Make a passkey on this device' }).click();
    await steward.page.getByText(/You are steward stw_/).waitFor();
    expect(await steward.axe()).toEqual([]);
  });

  test('reads the whole grant in words and approves it with that passkey', async () => {
    const program = await publishProgram(up);
    const grant = await requestGrant(up, program);
    await signIn(steward, up, 'steward-1');
    await steward.page.getByRole('heading', { name: 'Is it safe?' }).waitFor();
    const card = steward.page.getByRole('article', { name: grant });
    await card.getByText('Training agents that operate software').waitFor();
    await card.getByText(/It reaches 0 people, 0 sessions/).waitFor();
    expect(await steward.axe()).toEqual([]);
    await card.getByRole('button', { name: 'Approve with a passkey' }).click();
    await card.getByText('1 of 2 approvals').waitFor();
    const status = await up.run(
      'grant',
      'status',
      grant,
      '--vault',
      up.vault,
      '--key',
      up.stewards[1],
    );
    expect(JSON.parse(status.out)).toMatchObject({ state: 'pending' });
  });

  test('locks everything down from the first page, with a reason', async () => {
    await steward.page.getByRole('button', { name: 'Lock down now' }).click();
    const dialog = steward.page.getByRole('alertdialog');
    const act = dialog.getByRole('button', { name: 'Lock down now' });
    expect(await act.isDisabled()).toBe(true);
    await dialog.getByLabel(/Reason/).fill('A drill.');
    expect(await steward.axe()).toEqual([]);
    await act.click();
    await steward.page.getByText(/Locked down\. The epoch is now 1/).waitFor();
    await steward.page.getByText(/every recorder stops within 30 seconds\.$/).waitFor();
  });

  test('sees on the keeper’s page what resuming takes', async () => {
    await steward.page.goto(keeperPage());
    await steward.page.getByRole('heading', { name: 'Resume' }).waitFor();
    await steward.page.getByText(/missing A second steward agrees/).waitFor();
    expect(await steward.axe()).toEqual([]);
  });

  test('saw no page complain, and no page call another host', () => {
    expect(steward.complaints).toEqual([]);
  });
});
