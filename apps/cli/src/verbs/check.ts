/** `understudy check DIR`: what is wrong with a dataset; exit 1 where anything is. */
import { checkDataset, DistillError, readManifest } from '@understudy/distill';
import type { RegisterVerb } from '../verb.ts';

/** More problems than anybody reads. */
const mostLines = 100;

export const registerCheck: RegisterVerb = (program, { output }) => {
  program
    .command('check')
    .description('check a dataset against the rules of its format')
    .argument('<dir>', 'a folder that "understudy export" made')
    .action(async (dir: string) => {
      const manifest = await readManifest(dir);
      const problems = await checkDataset(dir);
      for (const { where, what } of problems.slice(0, mostLines)) {
        output.answer({ where, what }, `${where}: ${what}`);
      }
      const steps = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
      if (problems.length > 0) {
        throw new DistillError({
          code: 'badDataset',
          message: `The dataset fails ${problems.length} checks.`,
          remedy: 'Export it again, or drop the rows that are named above.',
        });
      }
      output.answer(
        { ok: true, format: manifest.format, sessions: manifest.sessions.length, steps },
        `Sound: ${manifest.format}, ${manifest.sessions.length} sessions, ${steps} steps.`,
      );
    });
};
