/** The researcher's pages at the vault. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { publishProgram, signIn } from '../world.ts';
import { button, goTo, run, type Scene, type State } from './scene.ts';

/** Both stewards agree, the researcher exports, an incident of it is drawn up. */
async function release(scene: Scene): Promise<void> {
  const { up, grant } = scene;
  for (const key of up.stewards) {
    await run(scene, 'grant', 'approve', grant, '--vault', up.vault, '--key', key, '--yes');
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

export const asking: readonly State[] = [
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
    page: '/my-datasets',
    state: 'a part of the page that does not come',
    reach: async ({ researcher: { page }, researcher, up }) => {
      await page.route(/datasets-page/, (route) => route.abort());
      await page.goto(up.console);
      await goTo(researcher, 'My datasets');
      await page.getByRole('heading', { name: 'This page did not load' }).waitFor();
      return researcher;
    },
    leave: ({ researcher }) => researcher.page.unroute(/datasets-page/),
  },
  {
    page: '/ask/$program',
    state: 'offline, with nothing known yet of what it would reach',
    reach: async ({ researcher: { page }, researcher, up, program }) => {
      await page.goto(`${up.console}/ask/${program}`);
      await page.getByRole('radio', { name: /^Motion/ }).waitFor();
      await page.context().setOffline(true);
      await page.getByRole('radio', { name: /^Motion/ }).check();
      await page.getByText(/^You are offline\./).waitFor();
      return researcher;
    },
    leave: ({ researcher }) => researcher.page.context().setOffline(false),
  },
  {
    page: '/ask/$program',
    state: 'what would reach nobody',
    reach: async ({ researcher: { page }, researcher, up, program }) => {
      await page.goto(`${up.console}/ask/${program}`);
      // The one session that was shared holds more than that.
      await page.getByRole('radio', { name: /^Motion/ }).check();
      await page.getByText(/^So it would give you nothing/).waitFor();
      return researcher;
    },
  },
  {
    page: '/ask/$program',
    state: 'filled in',
    picture: 'ask',
    reach: async ({ researcher: { page }, researcher }) => {
      await page.getByRole('radio', { name: /^Screen/ }).check();
      await page.getByText(/^It reaches/).waitFor();
      await page.getByLabel(/Why, in words/).fill('To train on how texts are edited.');
      return researcher;
    },
  },
  {
    page: '/ask/$program',
    state: 'filled in, and the sign-in has ended',
    reach: async ({ researcher: { page }, researcher }) => {
      await page.context().clearCookies();
      await button(researcher, 'Prepare the request').click();
      await page.getByRole('link', { name: 'Sign in again' }).waitFor();
      return researcher;
    },
    leave: async ({ researcher: { page }, up }) => {
      const opened = page.waitForEvent('popup');
      await page.getByRole('link', { name: 'Sign in again' }).click();
      const tab = await opened;
      await tab.getByText('researcher', { exact: true }).click();
      await tab.waitForURL(`${up.console}/`);
      await tab.close();
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
];

export const reading: readonly State[] = [
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
];

export const stale: readonly State[] = [
  {
    page: '/my-datasets',
    state: 'a stale one',
    reach: async ({ researcher }) => {
      await researcher.page.reload();
      await researcher.page.getByText('Make the copy without them').waitFor();
      return researcher;
    },
  },
];
