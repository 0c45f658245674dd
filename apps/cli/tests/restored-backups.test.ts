/**
 * After an erasure every kept generation of backups is put back, by the command
 * line, and opens nothing of it; before it, a restored one does (issue 4.7).
 */
import { systemClock, type SessionId } from '@understudy/base';
import { requestErasure } from '@understudy/consent';
import { encodeSegment } from '@understudy/recording';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approve,
  contribute,
  requestGrantOn,
  type Contribution,
  type Granted,
} from './contribution.ts';
import { runCli, startUp, type Ran, type UpProcess } from './up-process.ts';

/** A segment that an export can read. */
async function segmentBytes(session: SessionId): Promise<Uint8Array> {
  return encodeSegment({
    header: {
      session,
      origin: { kind: 'foreign', recorder: 'test' },
      task: null,
      tier: 'text',
      startedAt: '2026-01-01T00:00:00.000Z',
      platform: 'unknown',
      recorder: 'test',
    },
    index: 0,
    events: [],
    accounting: { generated: 0, arrived: 0, kept: 0, dropped: {} },
    report: null,
  });
}

/** What the researcher gets by `understudy export` of that deployment. */
async function exportFrom(up: UpProcess, { grant }: Granted, out: string): Promise<Ran> {
  return up.run(
    'export',
    '--format=agentnet',
    `--out=${out}`,
    `--grant=${grant}`,
    `--vault=${up.vault}`,
    `--key=${up.researcher}`,
  );
}

/** A home of a backup, and of what outlives the disk: people's keys, the roots, the newest log. */
async function restoreHome(from: string, name: string, newestLog: boolean): Promise<string> {
  const home = join(folder, newestLog ? name : `${name}-alone`);
  const generation = join(from, name);
  const ran = await runCli(['--json', '--home', home, 'restore', '--from', generation]);
  expect(ran.err).toBe('');
  for (const part of ['keys', 'witness', 'keeper/roots', ...(newestLog ? ['keeper/log'] : [])]) {
    await rm(join(home, part), { recursive: true, force: true });
    await cp(join(from, part), join(home, part), { recursive: true });
  }
  return home;
}

const generations = ['before', 'after'] as const;

let folder: string;
/** The home that the backups are of, whose roots and log go on. */
let first: string;
let contribution: Contribution;
let granted: Granted;
/** What an export says of a session that it could open (this one has no steps to export). */
let opened: string;

/** Backups of a time before the erasure, and after it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-generations-'));
  first = join(folder, 'first');
  const up = await startUp({ home: first });
  const backUp = async (name: string): Promise<void> => {
    const { code } = await up.run('backup', '--out', join(first, name));
    if (code !== 0) throw new Error(`no backup was made: ${code}`);
  };
  contribution = await contribute(up, segmentBytes);
  granted = await requestGrantOn(up, contribution.program);
  await approve(up, granted, up.stewards[0]);
  await approve(up, granted, up.stewards[1]);
  await backUp('before');
  opened = `1 of 1: session ${contribution.session}`;
  const { err } = await exportFrom(up, granted, join(folder, 'control'));
  if (!err.includes(opened)) throw new Error(`nothing was open before the erasure: ${err}`);
  const { contributor, device, key, vault } = contribution;
  const scope = { kind: 'everything' } as const;
  const request = await requestErasure({ contributor, device, scope }, key, systemClock);
  await vault.erase({ body: { request } });
  await backUp('after');
  await up.end();
}, 300_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('every kept generation, once everything was erased', () => {
  test.each(generations)(
    'the backup of %s the erasure is restored and opens nothing',
    async (name) => {
      const home = await restoreHome(first, name, true);
      const restored = await startUp({ home });
      const out = join(folder, `${name}-out`);
      const ran = await exportFrom(restored, granted, out);
      await restored.end();
      expect(ran.code).toBe(1);
      expect(ran.err).toMatch(/notAllowed|reachesNothing/);
      expect(ran.err).not.toContain(opened);
      expect(await readdir(out).catch(() => [])).toEqual([]);
      const keys = join(home, 'keeper', 'keys', contribution.contributor);
      expect(await readdir(keys).catch(() => [])).toEqual([]);
    },
  );

  test('a keeper with an old log does not start: its roots know of a longer one', async () => {
    const home = await restoreHome(first, 'before', false);
    const ran = await runCli(['--json', '--home', home, 'keeper', 'run', '--port', '0']);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('rolledBack');
  });
});
