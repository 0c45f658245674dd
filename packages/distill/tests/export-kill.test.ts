/** An export whose process is killed, as the machine would: nothing half is there, and it goes on. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Kills its own process once it has told of the first session: whoever killed it from outside might come too late. */
const dying = `data:text/javascript,${encodeURIComponent(`
  const write = process.stderr.write;
  process.stderr.write = function (...told) {
    const written = Reflect.apply(write, this, told);
    if (String(told[0]).startsWith('1 of 12')) process.kill(process.pid, 'SIGKILL');
    return written;
  };
`)}`;

it.each(['messages', 'parquet', 'mcap'])(
  'as %s goes on where it was and gives the same bytes',
  async (format) => {
    const killed = spawnSync(process.execPath, [
      `--import=${dying}`,
      ...exportArgs(format, 'killed'),
    ]);
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(join(world.folder, 'killed'))).toBe(false);

    for (const out of ['killed', 'whole']) {
      const { status, stderr } = spawnSync(process.execPath, exportArgs(format, out));
      expect([status, String(stderr).includes('of 12')]).toEqual([0, true]);
    }
    expect(await filesOf('killed')).toEqual(await filesOf('whole'));
    expect((await readdir(world.folder)).toSorted()).toEqual(['killed', 'sessions', 'whole']);
  },
);
