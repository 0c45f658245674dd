/** The researcher's, the steward's and the operator's pages at the vault, and the keeper's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PersonBrowser } from '../browser.ts';
import { publishProgram, servicePid, signIn } from '../world.ts';
import {
  button,
  dialogOf,
  dismiss,
  goTo,
  keeperPage,
  run,
  type Scene,
  type State,
} from './scene.ts';

const reportOf = ({ up }: Scene): string => join(up.home, 'report.jws');

/** The first grant, whole, with its reach. */
const wholeGrant = ({ page }: PersonBrowser) =>
  page
    .getByRole('article')
    .first()
    .getByText(/^It reaches, as consents/);

/** Both stewards agree, the researcher exports, an incident of it is drawn up. */
async function release(scene: Scene): Promise<void> {
  const { up, grant } = scene;
  for (const key of up.stewards) {
    await run(scene, 'grant', 'approve', grant, '--vault', up.vault, '--key', key);
  }
  const folder = await mkdtemp(join(up.home, 'export-'));
  const asked = ['--grant', grant, '--vault', up.vault, '--key', up.researcher];
  await run(scene, 'export', ...asked, '--format', 'agentnet', '--out', join(folder, 'dataset'));
  await rm(folder, { recursive: true });
  const hourMs = 3_600_000;
  const [from, to] = [-hourMs, hourMs].map((by) => new Date(Date.now() + by).toISOString());
  const period = ['--from', from ?? '', '--to', to ?? ''];
  const places = ['--vault', up.vault, '--keeper', up.keeper];
  await run(scene, 'incident', ...period, ...places, '--key', up.stewards[0], '--notify');
}

export const atFirst: readonly State[] = [
  {
    page: 'keeper /',
    state: 'nobody known',
    reach: async (scene) => {
      const { steward } = scene;
      await steward.page.goto(keeperPage(scene));
      await steward.page.getByLabel(/Your invite/).waitFor();
      return steward;
    },
  },
  {
    page: 'keeper /',
    state: 'an invite that is none',
    reach: async ({ steward }) => {
      await steward.page.getByLabel(/Your invite/).fill('inv_nothing');
      await button(steward, 'Make a passkey on this device').click();
      await steward.page.getByRole('alert').waitFor();
      return steward;
    },
  },
  {
    page: 'keeper /',
    state: 'a passkey',
    picture: 'keeper',
    reach: async (scene) => {
      const { steward, up } = scene;
      const invited = await run(scene, 'keeper', 'invite', '--key', up.stewards[0]);
      await steward.page.getByLabel(/Your invite/).fill(JSON.parse(invited).invite);
      await button(steward, 'Make a passkey on this device').click();
      await steward.page.getByText(/This browser holds the passkey of steward …/).waitFor();
      return steward;
    },
  },
  {
    page: '/',
    state: 'signed out',
    picture: 'sign-in',
    reach: async ({ researcher, up }) => {
      await researcher.page.goto(up.console);
      await researcher.page.getByRole('link', { name: /^Sign in with/ }).waitFor();
      return researcher;
    },
  },
];

export const asked: readonly State[] = [
  {
    page: '/',
    state: 'a researcher’s',
    picture: 'catalogue',
    reach: async ({ researcher, up }) => {
      await publishProgram(up);
      await signIn(researcher, up, 'researcher');
      await researcher.page.getByRole('link', { name: 'Ask for a grant' }).nth(1).waitFor();
      return researcher;
    },
  },
  {
    page: '*',
    state: 'no such page',
    reach: async ({ researcher, up }) => {
      await researcher.page.goto(`${up.console}/nowhere`);
      await researcher.page.getByText('There is no page at this address.').waitFor();
      return researcher;
    },
  },
  {
    page: '/my-grants',
    state: 'none',
    reach: async ({ researcher }) => {
      await goTo(researcher, 'My grants');
      await researcher.page.getByText('You have asked for nothing yet.').waitFor();
      return researcher;
    },
  },
  {
    page: '/my-datasets',
    state: 'none',
    reach: async ({ researcher }) => {
      await goTo(researcher, 'My datasets');
      await researcher.page.getByText('You have exported nothing yet.').waitFor();
      return researcher;
    },
  },
  {
    page: '/ask/$program',
    state: 'filled in',
    picture: 'ask',
    reach: async ({ researcher: { page }, researcher, up, program }) => {
      await page.goto(`${up.console}/ask/${program}`);
      await page.getByRole('radio', { name: /^Screen/ }).check();
      await page.getByText(/^It reaches/).waitFor();
      await page.getByLabel(/Why, in words/).fill('To train on how texts are edited.');
      return researcher;
    },
  },
  {
    page: '/ask/$program',
    state: 'prepared',
    reach: async ({ researcher }) => {
      await button(researcher, 'Prepare the request').click();
      await researcher.page.getByText(/understudy grant request --draft drf_/).waitFor();
      return researcher;
    },
  },
  {
    page: '/my-grants',
    state: 'waiting',
    picture: 'my-grants',
    reach: async (scene) => {
      const { researcher, up } = scene;
      const prepared = researcher.page.getByText(/understudy grant request --draft drf_/);
      const words = ((await prepared.textContent()) ?? '').replace('FILE', up.researcher);
      scene.grant = JSON.parse(await run(scene, ...words.split(' ').slice(1))).grant;
      await goTo(researcher, 'My grants');
      await researcher.page.getByText(/Two stewards have to approve it/).waitFor();
      return researcher;
    },
  },
  {
    page: '/',
    state: 'a steward’s, with a grant that waits',
    picture: 'safe',
    reach: async ({ steward, up }) => {
      await signIn(steward, up, 'steward-1');
      await wholeGrant(steward).waitFor();
      return steward;
    },
  },
  {
    page: '/grants',
    state: 'one that waits',
    picture: 'grants',
    reach: async ({ steward }) => {
      await goTo(steward, 'Grants');
      await wholeGrant(steward).waitFor();
      return steward;
    },
  },
  ...['Deny', 'Lock down now'].map((act): State => ({
    page: act === 'Deny' ? '/grants' : '/',
    state: `asked: ${act}?`,
    reach: async ({ steward }) => {
      if (act !== 'Deny') await goTo(steward, 'Is it safe?');
      await button(steward, act).click();
      await dialogOf(steward).waitFor();
      return steward;
    },
    leave: ({ steward }) => dismiss(steward),
  })),
];

export const released: readonly State[] = [
  {
    page: '/my-grants',
    state: 'approved',
    reach: async (scene) => {
      await release(scene);
      await scene.researcher.page.reload();
      await scene.researcher.page.getByText(/^understudy export/).waitFor();
      return scene.researcher;
    },
  },
  {
    page: '/my-datasets',
    state: 'one',
    picture: 'datasets',
    reach: async ({ researcher }) => {
      await goTo(researcher, 'My datasets');
      await researcher.page.getByText('Fresh').waitFor();
      return researcher;
    },
  },
  {
    page: '/',
    state: 'a steward’s, with releases and an incident',
    reach: async ({ steward }) => {
      await steward.page.reload();
      await steward.page.getByText('Each day in figures').click();
      await steward.page.getByRole('table', { name: 'Incidents' }).waitFor();
      return steward;
    },
  },
  {
    page: '/',
    state: 'the operator’s',
    reach: async ({ operator, up }) => {
      await signIn(operator, up, 'operator');
      await operator.page.getByText(/^Approved releases can happen/).waitFor();
      return operator;
    },
  },
];

export const erased: readonly State[] = [
  {
    page: '/my-datasets',
    state: 'a stale one',
    reach: async ({ researcher }) => {
      await researcher.page.reload();
      await researcher.page.getByText('Make the copy without them').waitFor();
      return researcher;
    },
  },
  {
    page: '/',
    state: 'a steward’s, with a keeper that does not answer',
    reach: async ({ steward, up }) => {
      process.kill(await servicePid(up, 'keeper'), 'SIGSTOP');
      await steward.page.reload();
      await steward.page.getByText(/^The vault cannot reach the keeper\./).waitFor();
      return steward;
    },
    leave: async ({ up }) => process.kill(await servicePid(up, 'keeper'), 'SIGCONT'),
  },
];

export const lockedDown: readonly State[] = [
  {
    page: '/',
    state: 'a steward’s, locked down',
    picture: 'safe-locked',
    reach: async (scene) => {
      const { steward, up } = scene;
      const places = ['--vault', up.vault, '--keeper', up.keeper];
      await run(scene, 'verify', ...places, '--key', ...up.stewards, '--out', reportOf(scene));
      await steward.page.reload();
      await steward.page.getByText(/every recorder stops within 30 seconds/).waitFor();
      await steward.page.getByText(/controls held: see each$/).click();
      return steward;
    },
  },
  {
    page: 'keeper /',
    state: 'locked down, with a report',
    picture: 'keeper-locked',
    reach: async (scene) => {
      const { steward } = scene;
      await steward.page.goto(keeperPage(scene));
      await steward.page.getByLabel('Open the file').setInputFiles(reportOf(scene));
      await steward.page.getByText('Done').nth(3).waitFor();
      return steward;
    },
  },
  {
    page: 'keeper /',
    state: 'sealed',
    reach: async (scene) => {
      const { steward, up } = scene;
      const report = ['--report', reportOf(scene)];
      await run(scene, 'resume', '--keeper', up.keeper, '--key', ...up.stewards, ...report);
      await steward.page.getByText('understudy keeper unseal').waitFor();
      return steward;
    },
  },
];
