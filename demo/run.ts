/**
 * `npm run demo`: the main job once, start to end, by real separate processes. A
 * contributor consents, works, reviews and shares; a grant is approved by two
 * stewards and exported; the contributor takes all of it back; and the demo
 * judges what it made. Exit 0 only where everything was as promised.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from './acts.ts';
import { figuresToTable, tableToText } from './figures.ts';
import { elapsed } from './stage.ts';

const outDir = fileURLToPath(new URL('../demo-out/', import.meta.url));
const workDir = await mkdtemp(join(tmpdir(), 'understudy-demo-'));
const closers: (() => Promise<void>)[] = [];
let ended: Promise<void> | null = null;
const end = (): Promise<void> => (ended ??= endOnce());

async function endOnce(): Promise<void> {
  for (const close of closers.toReversed()) await close().catch(() => undefined);
  await rm(workDir, { recursive: true, force: true, maxRetries: 5 });
}

// Servers and a recorder that nobody watches must not outlive it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void end().finally(() => process.exit(1)));
}

try {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const { figures, problems } = await runDemo({
    outDir,
    workDir,
    onClose: (close) => closers.push(close),
  });
  console.log(`\n${tableToText(figuresToTable(figures))}\n`);
  console.log(`  Each step as a picture:  ${join(outDir, 'index.html')}`);
  console.log(`  The dataset:             ${join(outDir, 'dataset')}`);
  console.log(`  The audit:               ${join(outDir, 'audit.txt')}\n`);
  for (const problem of problems) console.error(`WRONG: ${problem}`);
  console.log(
    problems.length === 0
      ? `Done in ${elapsed()}: all as promised.`
      : 'The demo failed its own check.',
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await end();
}
