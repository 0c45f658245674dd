/** The steward's and the operator's pages at the vault. */
import type { PersonBrowser } from '../browser.ts';
import { servicePid, signIn } from '../world.ts';
import { reportOf } from './keeper.ts';
import { askedOf, button, dismiss, goTo, run, type State } from './scene.ts';

/** The first grant, whole, with its reach. */
const wholeGrant = ({ page }: PersonBrowser) =>
  page
    .getByRole('article')
    .first()
    .getByText(/^It reaches, as consents/);

/** Of whoever the passkey's device does not know. */
const refusing: State = {
  page: '/grants',
  state: 'an approval that was refused',
  reach: async ({ steward }) => {
    await steward.verifyPerson(false);
    await button(steward, 'Approve with a passkey').click();
    await steward.page.getByRole('alert').waitFor();
    return steward;
  },
  leave: ({ steward }) => steward.verifyPerson(true),
};

export const deciding: readonly State[] = [
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
  refusing,
  ...['Deny', 'Lock down now'].map((act): State => ({
    page: act === 'Deny' ? '/grants' : '/',
    state: `asked: ${act}?`,
    reach: async ({ steward }) => {
      if (act !== 'Deny') await goTo(steward, 'Is it safe?');
      return askedOf(steward, act);
    },
    leave: ({ steward }) => dismiss(steward),
  })),
];

export const watching: readonly State[] = [
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

export const withoutKeeper: readonly State[] = [
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

export const safeLocked: readonly State[] = [
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
      return steward;
    },
  },
  {
    page: '/',
    state: 'a steward’s, with each control',
    reach: async ({ steward }) => {
      await steward.page.getByText(/controls held: see each$/).click();
      return steward;
    },
  },
];
