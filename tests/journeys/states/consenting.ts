/** From the first look at the contributor's pages to a consent. */
import { askedOf, button, dialogOf, goTo, type State } from './scene.ts';

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
    page: '/cover',
    state: 'no rules',
    reach: async ({ me }) => {
      await goTo(me, 'Cover');
      await me.page.getByText('You have added no words.').waitFor();
      await me.page.getByText(/^No program covers more/).waitFor();
      return me;
    },
  },
  {
    page: '/cover',
    state: 'rules of each kind, and a pattern that is refused',
    reach: async ({ me }) => {
      const { page } = me;
      const add = (kind: string) =>
        page.getByRole('region', { name: kind }).getByRole('button', { name: 'Add' }).click();
      const removing = (name: string) => page.getByRole('button', { name: `Remove ${name}` });
      await page.getByLabel('A name, a word or a phrase').fill('Project Nightjar');
      await add('Words');
      await removing('Project Nightjar').waitFor();
      await page.getByLabel('App', { exact: true }).fill('mousepad');
      await page.getByLabel('Width').fill('800');
      await page.getByLabel('Height').fill('60');
      await add('Areas of an app');
      await removing('the area of mousepad at 0 × 0 px').waitFor();
      const pattern = async (name: string, written: string) => {
        await page.getByLabel('What it is').fill(name);
        await page.getByLabel('How it looks').fill(written);
        await add('Patterns');
      };
      await pattern('case number', String.raw`CASE-\d{6}`);
      await removing('case number').waitFor();
      await pattern('badge', '(a|aa)+$');
      await page.getByText(/^The rule "badge" can be tried in too many ways/).waitFor();
      return me;
    },
  },
  {
    page: '/cover',
    state: 'asked: Remove?',
    reach: ({ me }) => askedOf(me, 'Remove Project Nightjar'),
    leave: async ({ me }) => {
      await dialogOf(me).getByRole('button', { name: 'Remove' }).click();
      await me.page.getByText('You have added no words.').waitFor();
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
      await goTo(me, 'Example: order desk and text editing');
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
