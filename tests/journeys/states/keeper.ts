/** The keeper's own page. */
import { join } from 'node:path';
import { button, keeperPage, run, type Scene, type State } from './scene.ts';

/** What `understudy verify` wrote. */
export const reportOf = ({ up }: Scene): string => join(up.home, 'report.jws');

export const keeperOpen: readonly State[] = [
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
];

export const keeperLocked: readonly State[] = [
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
    leave: (scene) =>
      run(
        scene,
        'keeper',
        'unseal',
        '--keeper',
        scene.up.keeper,
        '--passphrase-file',
        scene.up.passphraseFile,
      ),
  },
];
