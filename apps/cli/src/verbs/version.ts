import packageJson from '../../package.json' with { type: 'json' };
import type { RegisterVerb } from '../verb.ts';

export const registerVersion: RegisterVerb = (program, { output }) => {
  program
    .command('version')
    .description('print the version')
    .action(() => {
      output.answer({ version: packageJson.version }, `understudy ${packageJson.version}`);
    });
};
