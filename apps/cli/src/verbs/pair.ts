/** `understudy pair`: lets a browser's extension and the desktop recorder work as one. */
import { pairBrowser, pairedBrowsers, type PairedBrowser } from '@understudy/companion';
import { Option } from 'commander';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

interface PairFlags {
  readonly browser: PairedBrowser;
  readonly extension?: string;
  readonly profile?: string;
}

export const registerPair: RegisterVerb = (program, context) => {
  program
    .command('pair')
    .description('let the extension of a browser tell the desktop recorder what its pages hold')
    .addOption(
      new Option('--browser <name>', 'which browser').choices(pairedBrowsers).default('chromium'),
    )
    .option('--extension <id>', 'its id, where somebody else built it')
    .option('--profile <dir>', 'the browser’s --user-data-dir, where it has one of its own')
    .action(async (flags: PairFlags) => {
      const manifest = await pairBrowser(await ownHome(context), flags);
      context.output.answer(
        { browser: flags.browser, manifest },
        `Paired with ${flags.browser}: ${manifest}\nIt is in force from the extension’s next start.`,
      );
    });
};
