/** A session from its review to its sharing. */
import type { PersonBrowser } from '../browser.ts';
import { servicePid } from '../world.ts';
import { askedOf, button, dialogOf, dismiss, goTo, news, type Scene, type State } from './scene.ts';

const review = '/sessions/$session';

const sessionsOf = ({ me }: Scene) => me.page.getByRole('table', { name: 'My sessions' });

async function openReview(scene: Scene): Promise<void> {
  await goTo(scene.me, 'My sessions');
  await sessionsOf(scene).getByRole('link').first().click();
  await scene.me.page.getByRole('heading', { name: 'Steps' }).waitFor();
}

/** The tray of long work. */
const underWay = ({ page }: PersonBrowser) => page.getByRole('region', { name: 'Under way' });

const asked = (act: string): State => ({
  page: review,
  state: `asked: ${act}?`,
  reach: ({ me }) => askedOf(me, act),
});

export const reviewing: readonly State[] = [
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
      return scene.me;
    },
  },
  ...['Drop this step', 'Delete it'].map((act): State => ({
    ...asked(act),
    leave: ({ me }) => dismiss(me),
  })),
  {
    page: review,
    state: 'covering what was missed',
    reach: async (scene) => {
      const { me } = scene;
      // Without the news of its end the page stays with the answer that it has begun.
      await me.page.route(news, (route) => route.abort());
      await me.page.reload();
      await me.page.getByLabel('The text that should have been covered').fill('the parcel');
      await button(me, 'Cover it everywhere').click();
      await underWay(me).waitFor();
      await me.page.getByText('A change is being made. Decide when it is done.').waitFor();
      return me;
    },
    leave: async ({ me }) => {
      await me.page.unroute(news);
      await underWay(me).waitFor({ state: 'detached' });
    },
  },
  asked('Share it'),
  {
    page: '/sessions',
    state: 'sharing, with a vault that does not answer',
    reach: async (scene) => {
      const { me, up } = scene;
      process.kill(await servicePid(up, 'vault'), 'SIGSTOP');
      await dialogOf(me).getByRole('button', { name: 'Share it' }).click();
      await underWay(me).getByRole('progressbar').waitFor();
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
];
