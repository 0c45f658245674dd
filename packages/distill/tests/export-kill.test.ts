/** An export whose process is killed, as the machine would: nothing half is there, and it goes on. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesIn, sessionFolder } from './session.ts';

const cli = join(import.meta.dirname, '../../../apps/cli/src/main.ts');
const sessions = Array.from({ length: 12 }, (_, index) => index + 1);

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder(sessions);
});
afterEach(() => world.remove());

const exportArgs = (format: string, out: string): string[] => [
  cli,
  'export',
  join(world.folder, 'sessions'),
  `--format=${format}`,
  `--out=${join(world.folder, out)}`,
];

const filesOf = (out: string) => filesIn(join(world.folder, out));

it.each(['messages', 'parquet', 'mcap'])(
  'as %s goes on where it was and gives the same bytes',
  async (format) => {
    const killed = spawn(process.execPath, exportArgs(format, 'killed'), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let lines = 0;
    for await (const line of createInterface({ input: killed.stderr })) {
      if (line.startsWith('1 of 12')) killed.kill('SIGKILL');
      lines += 1;
    }
    const [, signal] = killed.signalCode === null ? await once(killed, 'exit') : [null, 'SIGKILL'];
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(world.folder, 'killed'))).toBe(false);
    expect(lines).toBeLessThan(sessions.length + 1);

    for (const out of ['killed', 'whole']) {
      const { status, stderr } = spawnSync(process.execPath, exportArgs(format, out));
      expect([status, String(stderr).includes('of 12')]).toEqual([0, true]);
    }
    expect(await filesOf('killed')).toEqual(await filesOf('whole'));
    expect((await readdir(world.folder)).toSorted()).toEqual(['killed', 'sessions', 'whole']);
  },
);
