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
import { parseCLI, startVitest, type TestModule } from 'vitest/node';

const mostRaces = 3;
const looksForLeaks =
  /canary|secrets|secure|blind|survival|review\/edit|sharing|^packages\/(?:redact|seal)\//u;

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);

/** `lost`: its process died, or its browser, before it was done, and nothing of it had failed until then. */
type Outcome = 'passed' | 'failed' | 'lost';

/** What became of each file that the filters name. One that leaves an error outside of its tests has failed. */
async function runFiles(filters: readonly string[]): Promise<ReadonlyMap<string, Outcome>> {
  const vitest = await startVitest('test', [...filters], { ...options, watch: false });
  const files = new Map<string, Outcome>();
  for (const module of vitest.state.getTestModules()) {
    const file = relative(process.cwd(), module.moduleId);
    files.set(file, toOutcome(module));
  }
  const loose = vitest.state.getUnhandledErrors();
  await vitest.close();
  for (const error of loose) {
    const file = fileOf(error);
    if (file !== null) files.set(file, 'failed');
    else if (!files.values().toArray().includes('lost')) {
      throw new Error('An error came from outside of any test file.', { cause: error });
    }
  }
  return files;
}

function toOutcome(module: TestModule): Outcome {
  const state = module.state();
  if (state === 'passed' || state === 'skipped') return 'passed';
  const hasFailed = state === 'failed' || !module.children.allTests('failed').next().done;
  return hasFailed ? 'failed' : 'lost';
}

/** Whose run the error came from; null: the runner's own, as of a process that died. */
function fileOf(error: unknown): string | null {
  const path: unknown = Object(error)['VITEST_TEST_PATH'];
  return typeof path === 'string' ? relative(process.cwd(), path) : null;
}

const bad = [...(await runFiles(filter))].filter(([, outcome]) => outcome !== 'passed');
const failed = bad.flatMap(([file, outcome]) => (outcome === 'failed' ? [file] : []));
if (bad.length > 0) process.exitCode = 1;
if (
  bad.length > 0 &&
  failed.length <= mostRaces &&
  !failed.some((file) => looksForLeaks.test(file))
) {
  const files = bad.map(([file]) => file);
  console.error(`test: once more, each by itself: ${files.join(', ')}`);
  const broken: string[] = [];
  for (const file of files) {
    if ((await runFiles([file])).get(file) !== 'passed') broken.push(file);
  }
  for (const file of files) {
    console.error(
      broken.includes(file)
        ? `test: failed twice: ${file}`
        : `test: failed among the others and passed by itself, a race to be mended: ${file}`,
    );
  }
  process.exitCode = broken.length === 0 ? 0 : 1;
}
