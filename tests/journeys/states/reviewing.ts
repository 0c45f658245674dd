/** A session from its review to its sharing. */
import { servicePid } from '../world.ts';
import { askedOf, button, dialogOf, dismiss, goTo, type Scene, type State } from './scene.ts';

const review = '/sessions/$session';

const sessionsOf = ({ me }: Scene) => me.page.getByRole('table', { name: 'My sessions' });

async function openReview(scene: Scene): Promise<void> {
  await goTo(scene.me, 'My sessions');
  await sessionsOf(scene).getByRole('link').first().click();
  await scene.me.page.getByRole('heading', { name: 'Steps' }).waitFor();
}

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
  ...['Drop this step', 'Delete it', 'Share it'].map((act): State => ({
    page: review,
    state: `asked: ${act}?`,
    reach: async (scene) => {
      return askedOf(scene.me, act);
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
];
