/** What the contributor has everything of, who read it, and how it goes. */
import type { PersonBrowser } from '../browser.ts';
import { askedOf, button, dialogOf, dismiss, goTo, type State } from './scene.ts';

const notices = /\/v1\/notices$/;

const unknown = ({ page }: PersonBrowser) =>
  page.getByRole('region', { name: 'Did a steward tell you of an incident?' });

export const packing: readonly State[] = [
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
export const takingBack: readonly State[] = [
  {
    page: '/data',
    state: 'read by somebody, and a notice',
    picture: 'my-data',
    reach: async ({ me }) => {
      await me.page.reload();
      await me.page.getByRole('table', { name: 'Who has read what of me?' }).waitFor();
      await me.page.getByText(/^Notice about your recordings/).waitFor();
      return me;
    },
  },
  {
    page: '/',
    state: 'with nobody to say whether there was an incident',
    reach: async ({ me }) => {
      await goTo(me, 'Now');
      await me.page.route(notices, (route) => route.abort());
      await me.page.reload();
      await unknown(me).getByRole('alert').waitFor();
      return me;
    },
    leave: async ({ me }) => {
      await me.page.unroute(notices);
      await unknown(me).getByRole('button', { name: 'Try again' }).click();
    },
  },
  {
    page: '/',
    state: 'told of an incident',
    reach: async ({ me }) => {
      await goTo(me, 'Now');
      await me.page.getByRole('link', { name: 'Read what was said' }).waitFor();
      return me;
    },
    leave: ({ me }) => me.page.getByRole('link', { name: 'Read what was said' }).click(),
  },
  ...['Withdraw', 'Erase'].map((act): State => ({
    page: '/data',
    state: `asked: ${act}?`,
    reach: ({ me }) => askedOf(me, act),
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
    reach: async ({ me }) => {
      await goTo(me, 'My sessions');
      await me.page.getByText(/^.Erased$/).waitFor();
      return me;
    },
  },
];
