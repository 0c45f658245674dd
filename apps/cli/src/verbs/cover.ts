/** `understudy cover`: what the contributor always wants covered, beyond what redaction finds by itself. */
import { CompanionError, readRules, writeRules } from '@understudy/companion';
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseAlwaysCover } from '../always-cover.ts';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

const example = {
  terms: ['Project Nightjar'],
  patterns: [{ name: 'case number', pattern: 'CASE-\\d{6}' }],
  areas: [{ app: 'chromium', x: 0, y: 900, width: 1920, height: 180 }],
};

const coverHelp = `
Terms are covered wherever they stand, upper or lower case; patterns are JavaScript's regular
expressions; areas are pixels from the top left of an app's windows. The rules are kept sealed to
your own key, and hold from the next recording on. An example of the file:
${JSON.stringify(example, null, 2)}`;

export const registerCover: RegisterVerb = (program, context) => {
  program
    .command('cover')
    .description('show or set what of yours is always covered when you record')
    .option('--set <json>', 'a file, or - for standard input; in the place of the rules that are')
    .addHelpText('after', coverHelp)
    .action(async ({ set }: { set?: string }) => {
      const home = await ownHome(context);
      if (set !== undefined) await writeRules(home, await readWritten(set));
      const rules = await readRules(home);
      const counts = `${rules.terms.length} terms, ${rules.patterns.length} patterns, ${rules.areas.length} areas`;
      context.output.answer(
        { ...rules },
        set === undefined
          ? JSON.stringify(rules, null, 2)
          : `Always covered from now on: ${counts}.`,
      );
    });
};

async function readWritten(from: string) {
  let written: unknown;
  try {
    written = JSON.parse(from === '-' ? await text(process.stdin) : await readFile(from, 'utf8'));
    return parseAlwaysCover(written);
  } catch (error) {
    // Without its cause: it could quote a term.
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    const paths = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')) : [];
    throw new CompanionError({
      code: 'badRules',
      message: `These are no rules${paths.length === 0 ? ', not even JSON' : ` (wrong at: ${paths.map((path) => path || 'all').join(', ')})`}; nothing was changed.`,
      remedy: 'Write them as `understudy cover --help` shows.',
    });
  }
}
