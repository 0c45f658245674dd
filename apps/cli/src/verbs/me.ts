/** `understudy me`: the contributor's own pages, served by the companion of this home. */
import { ensureCompanion, joinFromFile, requireCompanion } from '@understudy/companion';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';
import { toPort } from '../whole-number.ts';

interface MeFlags {
  readonly port?: number;
  readonly join?: string;
  readonly end?: boolean;
}

export const registerMe: RegisterVerb = (program, context) => {
  program
    .command('me')
    .description('your own pages: what is recorded, your sessions, your data, who read it')
    .option(
      '--port <n>',
      'where the companion listens, if it is not there yet (default: any)',
      toPort,
    )
    .option('--join <file>', 'join.json of your operator: which vault, whose keys')
    .option('--end', 'end the companion of this home; a recording is stopped and kept')
    .action(async ({ port, join, end }: MeFlags) => {
      const home = await ownHome(context);
      if (end === true) {
        const { control } = await requireCompanion(home);
        process.kill(control.pid, 'SIGTERM');
        context.output.answer({ ended: control.pid }, 'The companion ends.');
        return;
      }
      if (join !== undefined) await joinFromFile(home, join);
      const { control } = await ensureCompanion(home, {
        untilIdle: false,
        ...(port === undefined ? {} : { port }),
      });
      // The token stands behind the `#`, which no server and no log ever sees.
      const url = `${control.url}/#token=${control.token}`;
      context.output.answer({ url, pid: control.pid }, `Your pages: ${url}`);
    });
};
