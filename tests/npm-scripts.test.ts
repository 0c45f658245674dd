/** What npm is told reaches what its scripts run: a server must not outlive the command that started it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** In the place of the set-up: says that it runs, and what it is told; it ends when it is left behind, too. */
const standIn = `
process.on('SIGTERM', () => {
  console.log('told');
  process.exit(0);
});
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 50);
console.log('runs');
`;

test('a signal to `npm start` alone reaches what it started, and npm waits for its end', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-npm-'));
  try {
    await copyFile(
      fileURLToPath(new URL('../package.json', import.meta.url)),
      join(folder, 'package.json'),
    );
    await mkdir(join(folder, 'scripts'));
    await writeFile(join(folder, 'scripts', 'setup.mjs'), standIn);
    const npm = spawn('npm', ['start', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const said: string[] = [];
    const exited = once(npm, 'exit');
    for await (const line of createInterface({ input: npm.stdout })) {
      said.push(line);
      if (line === 'runs') npm.kill('SIGTERM');
    }
    expect(said).toEqual(['runs', 'told']);
    await exited;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
