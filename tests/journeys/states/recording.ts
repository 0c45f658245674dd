/** Recording, as the contributor's first page shows it. */
import { startApp } from '@understudy/testkit';
import { fillDesktop, typeRecorded } from '../world.ts';
import { button, goTo, run, type Scene, type State } from './scene.ts';

async function startRecording({ me }: Scene): Promise<void> {
  await goTo(me, 'Now');
  await me.page.getByRole('button', { name: /^Start recording for/ }).click();
  await me.page.getByText(/^You are being recorded\./).waitFor();
}

export const recording: readonly State[] = [
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
];

export const recordingLocked: readonly State[] = [
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
    leave: async (scene) => {
      await button(scene.me, 'Stop').click();
      const link = scene.me.page.getByRole('link', { name: 'Look at what was recorded' });
      scene.session = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
    },
  },
];
