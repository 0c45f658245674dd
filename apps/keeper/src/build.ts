/** The running code → its name: version and a hash over every source file and policy of the keeper. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** `0.1.0+<16 hex digits>`. A control report is good for the build that it was made with. */
export function readBuild(): string {
  const root = join(import.meta.dirname, '..');
  const packages = join(root, '..', '..', 'packages');
  const folders = [
    join(root, 'src'),
    join(root, 'policies'),
    ...['base', 'consent', 'protocol', 'seal', 'tlog'].map((name) => join(packages, name, 'src')),
  ];
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const path of filesBelow(folder)) {
      hash
        .update(`${relative(root, path)}\n`)
        .update(readFileSync(path))
        .update('\n');
    }
  }
  return `${version}+${hash.digest('hex').slice(0, 16)}`;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
