/**
 * `npm test`: all tests, in one go. Hundreds of real browsers, X servers and
 * databases start and stop in them, so a file that fails among the others is run
 * once more by itself, which tells a race from a break. It is named in the last
 * lines either way: a race is a defect to mend (CONTRIBUTING, house rule 8), but
 * not one that says that what was changed is wrong. More than a few failed files
 * are no races, and are not tried again.
 *
 *   node scripts/test.ts [vitest's own arguments]
 */
import { relative } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';

const mostRaces = 3;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);

/** Runs what the filters name; the paths of the files that failed. Errors outside of any test throw. */
async function failedOf(filters: readonly string[]): Promise<readonly string[]> {
  const vitest = await startVitest('test', [...filters], { ...options, watch: false });
  const failed = vitest.state.getTestModules().filter((module) => !module.ok());
  const loose = vitest.state.getUnhandledErrors();
  await vitest.close();
  if (loose.length > 0) throw new Error(`${loose.length} errors came from outside of any test.`);
  return [...new Set(failed.map(({ moduleId }) => relative(process.cwd(), moduleId)))];
}

const failed = await failedOf(filter);
if (failed.length > 0 && failed.length <= mostRaces && process.exitCode === 1) {
  console.error(`test: once more, each by itself: ${failed.join(', ')}`);
  const again: string[] = [];
  for (const file of failed) again.push(...(await failedOf([file])));
  for (const file of failed.filter((file) => !again.includes(file)))
    console.error(
      `test: failed among the others and passed by itself, a race to be mended: ${file}`,
    );
  for (const file of again) console.error(`test: failed twice: ${file}`);
  process.exitCode = again.length === 0 ? 0 : 1;
}
