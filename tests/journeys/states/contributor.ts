/** The contributor's pages, from the first look to the last erasure. */
import { startApp } from '@understudy/testkit';
import { fillDesktop, servicePid, typeRecorded } from '../world.ts';
import { button, dialogOf, dismiss, goTo, run, type Scene, type State } from './scene.ts';

const review = '/sessions/$session';
const consent = '/programs/$program';

const sessionsOf = ({ me }: Scene) => me.page.getByRole('table', { name: 'My sessions' });

async function openReview(scene: Scene): Promise<void> {
  await goTo(scene.me, 'My sessions');
  await sessionsOf(scene).getByRole('link').first().click();
  await scene.me.page.getByRole('heading', { name: 'Steps' }).waitFor();
}

async function startRecording({ me }: Scene): Promise<void> {
  await goTo(me, 'Now');
  await me.page.getByRole('button', { name: /^Start recording for/ }).click();
  await me.page.getByText(/^You are being recorded\./).waitFor();
}

async function ask({ me }: Scene, act: string): Promise<void> {
  await button(me, act).click();
  await dialogOf(me).waitFor();
}

export const beforeSharing: readonly State[] = [
  {
    page: '/',
    state: 'a link that carries no key',
    reach: async ({ me, up }) => {
      await me.page.goto(new URL('/', up.contributor ?? '').href);
      await me.page.getByText(/^Open it by the link/).waitFor();
      return me;
    },
  },
  {
    page: '/',
    state: 'no consent yet',
    reach: async ({ me, up }) => {
      // Only what stands behind `#` differs: the browser would stay on the page.
      await me.page.goto('about:blank');
      await me.page.goto(up.contributor ?? '');
      await me.page.getByText('Recording needs your consent to a program first.').waitFor();
      return me;
    },
  },
  {
    page: '*',
    state: 'no such page',
    reach: async ({ me, up }) => {
      await me.page.goto(new URL('/nowhere', up.contributor ?? '').href);
      await me.page.getByText('There is no page at this address.').waitFor();
      return me;
    },
  },
  {
    page: '/sessions',
    state: 'none',
    reach: async ({ me }) => {
      await goTo(me, 'My sessions');
      await me.page.getByText(/^No session yet\./).waitFor();
      return me;
    },
  },
  {
    page: '/data',
    state: 'nothing',
    reach: async ({ me }) => {
      await goTo(me, 'My data');
      await me.page.getByText('You have erased nothing.').waitFor();
      await me.page.getByText(/nothing of you can have been read/).waitFor();
      return me;
    },
  },
  {
    page: '/programs',
    state: 'not decided',
    picture: 'programs',
    reach: async ({ me }) => {
      await goTo(me, 'Programs');
      await me.page.getByText('Not decided').first().waitFor();
      return me;
    },
  },
  {
    page: consent,
    state: 'to be decided',
    picture: 'consent',
    reach: async (scene) => {
      const { me } = scene;
      await goTo(me, 'Example: text editing');
      await me.page.getByRole('radio').last().check();
      scene.program = new URL(me.page.url()).pathname.split('/').at(-1) ?? '';
      return me;
    },
  },
  {
    page: consent,
    state: 'declined',
    reach: async ({ me }) => {
      await button(me, 'Decline').click();
      await me.page.getByText(/^You declined\./).waitFor();
      return me;
    },
  },
  {
    page: consent,
    state: 'consented',
    reach: async ({ me }) => {
      await me.page.getByRole('radio').last().check();
      await button(me, 'I consent').click();
      await button(me, 'Download my receipt').waitFor();
      return me;
    },
  },
  {
    page: '/',
    state: 'ready',
    reach: async ({ me }) => {
      await goTo(me, 'Now');
      await me.page.getByRole('button', { name: /^Start recording for/ }).waitFor();
      return me;
    },
  },
  {
    page: '/',
    state: 'recording',
    picture: 'now',
    reach: async (scene) => {
      const { desktop, me } = scene;
      await fillDesktop(desktop, await startApp({ desktop, command: 'mousepad' }));
      await startRecording(scene);
      await typeRecorded(desktop, me, 'the parcel was paid with 4111 1111 1111 1111');
      return me;
    },
  },
  {
    page: '/',
    state: 'paused',
    reach: async ({ me }) => {
      await button(me, 'Pause').click();
      await me.page.getByText('You paused it.').waitFor();
      return me;
    },
  },
  {
    page: '/',
    state: 'stopped',
    reach: async ({ me }) => {
      await button(me, 'Stop').click();
      await me.page.getByRole('link', { name: 'Look at what was recorded' }).waitFor();
      return me;
    },
  },
  {
    page: '/sessions',
    state: 'one that is only here',
    picture: 'sessions',
    reach: async (scene) => {
      await goTo(scene.me, 'My sessions');
      await sessionsOf(scene).waitFor();
      return scene.me;
    },
  },
  {
    page: review,
    state: 'at a step',
    picture: 'review',
    reach: async (scene) => {
      const { page } = scene.me;
      const frame = page.waitForResponse(/\/segments\//);
      await openReview(scene);
      await (await frame).finished();
      await page.getByRole('heading', { name: 'Review', level: 1 }).click();
      for (const key of ['j', 'j', 'ArrowRight']) await page.keyboard.press(key);
      await page.locator('[aria-current="step"]').waitFor();
      scene.session = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      return scene.me;
    },
  },
  ...['Drop this step', 'Delete it', 'Share it'].map((act): State => ({
    page: review,
    state: `asked: ${act}?`,
    reach: async (scene) => {
      await ask(scene, act);
      return scene.me;
    },
    leave: ({ me }) => (act === 'Share it' ? Promise.resolve() : dismiss(me)),
  })),
  {
    page: '/sessions',
    state: 'sharing, with a vault that does not answer',
    reach: async (scene) => {
      const { me, up } = scene;
      process.kill(await servicePid(up, 'vault'), 'SIGSTOP');
      await dialogOf(me).getByRole('button', { name: 'Share it' }).click();
      await me.page.getByRole('region', { name: 'Under way' }).getByRole('progressbar').waitFor();
      return me;
    },
    leave: async ({ up }) => process.kill(await servicePid(up, 'vault'), 'SIGCONT'),
  },
  {
    page: '/sessions',
    state: 'shared',
    reach: async (scene) => {
      await sessionsOf(scene)
        .getByText(/^.Shared$/)
        .waitFor();
      return scene.me;
    },
  },
  {
    page: review,
    state: 'shared',
    reach: async (scene) => {
      await openReview(scene);
      await button(scene.me, 'Take it back').waitFor();
      return scene.me;
    },
  },
  {
    page: '/data',
    state: 'packing that failed',
    reach: async ({ me }) => {
      await goTo(me, 'My data');
      await me.page.getByText('Nobody has read anything of you.').waitFor();
      await me.page.getByLabel(/^Your age recipient/).fill('age1nothing');
      await button(me, 'Pack it').click();
      await button(me, 'OK').waitFor();
      return me;
    },
    leave: ({ me }) => button(me, 'OK').click(),
  },
  {
    page: '/data',
    state: 'packed',
    reach: async ({ me }) => {
      const key = me.page.waitForEvent('download');
      await button(me, 'Make a key for me').click();
      await (await key).delete();
      await button(me, 'Pack it').click();
      await button(me, 'Save the file').waitFor();
      return me;
    },
    leave: async ({ me }) => {
      const archive = me.page.waitForEvent('download');
      await button(me, 'Save the file').click();
      await (await archive).delete();
    },
  },
];

/** Once somebody has read it, and an incident was drawn up of it. */
export const afterRelease: readonly State[] = [
  {
    page: '/data',
    state: 'read by somebody, and a notice',
    picture: 'my-data',
    reach: async ({ me }) => {
      await me.page.reload();
      await me.page.getByRole('table', { name: 'Who has read what of me?' }).waitFor();
      await me.page.getByText(/^There is no notice for you\./).waitFor({ state: 'detached' });
      return me;
    },
  },
  ...['Withdraw', 'Erase'].map((act): State => ({
    page: '/data',
    state: `asked: ${act}?`,
    reach: async (scene) => {
      await ask(scene, act);
      return scene.me;
    },
    leave: ({ me }) => dismiss(me),
  })),
  {
    page: '/data',
    state: 'erased',
    reach: async ({ me }) => {
      await me.page.getByLabel('What', { exact: true }).selectOption({ index: 1 });
      await button(me, 'Erase').click();
      await dialogOf(me).getByRole('button', { name: 'Erase' }).click();
      await me.page.getByText(/Keys destroyed; the last backup key dies on/).waitFor();
      return me;
    },
  },
  {
    page: '/sessions',
    state: 'erased',
    reach: async (scene) => {
      await goTo(scene.me, 'My sessions');
      await sessionsOf(scene)
        .getByText(/^.Erased$/)
        .waitFor();
      return scene.me;
    },
  },
];

export const underLockdown: readonly State[] = [
  {
    page: '/',
    state: 'locked by a steward',
    reach: async (scene) => {
      const { me, up } = scene;
      await startRecording(scene);
      const reason = ['--reason', 'A drill.'];
      await run(scene, 'lockdown', '--keeper', up.keeper, '--key', up.stewards[0], ...reason);
      await me.page.getByText('Locked by a steward').waitFor();
      return me;
    },
    leave: ({ me }) => button(me, 'Stop').click(),
  },
];
