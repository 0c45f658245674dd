/**
 * `npm test`: all tests, in one go. Hundreds of real browsers, X servers and
 * databases start and stop in them, so a file that fails among the others is run
 * once more by itself, which tells a race from a break. It is named in the last
 * lines either way: a race is a defect to mend (CONTRIBUTING, house rule 8), but
 * not one that says that what was changed is wrong. More than a few failed files
 * are no races; and what leaks only under load leaks, so the files that look for
 * captured content where none may be are never tried again.
 *
 *   node scripts/test.ts [vitest's own arguments]
 */
import { relative } from 'node:path';
import { parseCLI, startVitest, type TestModuleState } from 'vitest/node';

const mostRaces = 3;
const looksForLeaks =
  /canary|secrets|secure|blind|survival|review\/edit|sharing|^packages\/(?:redact|seal)\//u;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);

/** What became of each file that the filters name. One that leaves an error outside of its tests has failed. */
async function runFiles(filters: readonly string[]): Promise<ReadonlyMap<string, TestModuleState>> {
  const vitest = await startVitest('test', [...filters], { ...options, watch: false });
  const files = new Map<string, TestModuleState>();
  for (const module of vitest.state.getTestModules()) {
    const file = relative(process.cwd(), module.moduleId);
    // A file may run in two projects: the failure of one is its failure.
    if (files.get(file) !== 'failed') files.set(file, module.state());
  }
  const loose = vitest.state.getUnhandledErrors();
  await vitest.close();
  for (const error of loose) files.set(fileOf(error), 'failed');
  return files;
}

/** Whose run the error came from. @throws where that was no file's */
function fileOf(error: unknown): string {
  const path: unknown = Object(error)['VITEST_TEST_PATH'];
  if (typeof path === 'string') return relative(process.cwd(), path);
  throw new Error('An error came from outside of any test file.', { cause: error });
}

const failed = [...(await runFiles(filter))]
  .filter(([, state]) => state !== 'passed' && state !== 'skipped')
  .map(([file]) => file);
if (failed.length > 0) process.exitCode = 1;
if (
  failed.length > 0 &&
  failed.length <= mostRaces &&
  !failed.some((file) => looksForLeaks.test(file))
) {
  console.error(`test: once more, each by itself: ${failed.join(', ')}`);
  const broken: string[] = [];
  for (const file of failed) {
    if ((await runFiles([file])).get(file) !== 'passed') broken.push(file);
  }
  for (const file of failed) {
    console.error(
      broken.includes(file)
        ? `test: failed twice: ${file}`
        : `test: failed among the others and passed by itself, a race to be mended: ${file}`,
    );
  }
  process.exitCode = broken.length === 0 ? 0 : 1;
}
