/**
 * `npm run check`: format, lint, types, tests, unused code, one after the
 * other; every step runs, so that one look shows all that is wrong.
 */
import { spawnSync } from 'node:child_process';

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format', 'oxfmt', '--check', '.'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['types', 'tsc'],
  ['unused code', 'knip'],
  ['tests', 'node', 'scripts/test.ts'],
];

const wanted = process.argv.slice(2);
const failed: string[] = [];
for (const [name, command, ...args] of steps) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`check: ${name}`);
  if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) failed.push(name);
}
console.error(failed.length === 0 ? 'check: all is well' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
