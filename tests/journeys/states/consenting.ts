/** From the first look at the contributor's pages to a consent. */
import { button, goTo, type State } from './scene.ts';

const consent = '/programs/$program';

export const consenting: readonly State[] = [
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
];
