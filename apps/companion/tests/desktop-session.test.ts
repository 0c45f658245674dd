/**
 * The contributor's whole way through the command line, on a real desktop: a
 * text editor, hands, the recorder as a process of its own, keeper and vault.
 */
import { McapStreamReader } from '@mcap/core';
import { zstdDecompressSync } from 'node:zlib';
import { createTestHands, startApp, startDesktop, type TestDesktop } from '@understudy/testkit';
import { Decrypter } from 'age-encryption';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli, startCli, startServers, type CliResult, type TestServers } from './servers.ts';

let world: TestServers;
let desktop: TestDesktop;
let home: string;
beforeAll(async () => {
  world = await startServers();
  desktop = await startDesktop({ width: 640, height: 480 });
  await startApp({ desktop, command: 'mousepad' });
});
afterAll(async () => {
  await desktop.stop();
  await world.stop();
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

const cli = (...args: readonly string[]): Promise<CliResult> =>
  runCli(['--home', home, ...args], desktop.env);

async function must(...args: readonly string[]): Promise<readonly unknown[]> {
  const { code, answers, errors } = await cli(...args);
  expect(errors === '' || code === 0 ? code : errors).toBe(0);
  return answers;
}

const startedSchema = z.object({ session: z.string(), pid: z.number(), program: z.string() });

async function record() {
  const running = startCli(
    [
      `--home=${home}`,
      'record',
      `--join=${world.joinFile}`,
      `--program=${world.program}`,
      '--tier=screen',
      '--task=Write a note',
      '--yes',
      '--segment-seconds=2',
    ],
    desktop.env,
  );
  const line = await running.line((text) => text.startsWith('{'));
  return { running, ...startedSchema.parse(JSON.parse(line)) };
}

/** Types, and lets two cuts pass, so that the recorder knows the field before it is stopped. */
async function typeANote(session: string): Promise<void> {
  const before = (await segmentFiles(session)).length;
  const hands = await createTestHands(desktop);
  hands.click(300, 250);
  hands.type('hello world');
  await hands.done();
  hands.close();
  await untilSealed(session, before + 2);
}

const segmentFiles = async (session: string): Promise<readonly string[]> =>
  (await readdir(join(home, 'sessions', session, 'segments')).catch(() => [])).filter((name) =>
    name.endsWith('.age'),
  );

/** Looks at the disk until so many segments are there: the recorder is another process. */
async function untilSealed(session: string, count: number): Promise<void> {
  await expect
    .poll(async () => (await segmentFiles(session)).length, { interval: 200 })
    .toBeGreaterThanOrEqual(count);
}

test('a session is recorded after consent, reviewed, shared, withdrawn and erased', async () => {
  const { running, session } = await record();
  await typeANote(session);
  expect(await must('stop')).toEqual([expect.objectContaining({ session, problems: [] })]);
  expect(await running.ended).toBe(0);

  expect((await cli('share', session)).errors).toContain('understudy review');
  const review = await must('review', session, '--approve', '--outcome', 'success');
  expect(review).toContainEqual(expect.objectContaining({ kind: 'type', text: 'hello world' }));
  expect(await must('share', session)).toEqual([
    expect.objectContaining({ session, state: 'shared' }),
  ]);
  expect(await must('withdraw')).toEqual([
    expect.objectContaining({ withdrawn: true, queued: false }),
  ]);
  expect((await cli('record', `--program=${world.program}`)).errors).toContain('consent');
  const erased = await must('erase', '--everything', '--yes');
  expect(erased).toEqual([expect.objectContaining({ state: 'started' })]);
  expect(await segmentFiles(session)).toEqual([]);
  const opened = await cli('review', session);
  expect(opened.answers).toEqual([]);
});

test('a recorder that is killed loses the open segment at most, and the next start says so', async () => {
  const { running, session, pid } = await record();
  await typeANote(session);
  // Nor can the kernel write its memory to the disk: a smaller limit than any core.
  expect(await readFile(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size\s+1\s+1/);
  const folder = await readlink(`/proc/${pid}/cwd`);
  process.kill(pid, 'SIGABRT');
  expect(await running.ended).toBe(1);
  const cores = (await readdir(folder)).filter((name) => name.startsWith('core'));
  expect(cores).toEqual([]);
  const sealed = await segmentFiles(session);

  const { answers, errors } = await cli('sessions');
  expect(errors).toContain(`Session ${session} was interrupted`);
  expect(answers).toEqual([
    expect.objectContaining({ session, status: { kind: 'interrupted' }, problems: [] }),
  ]);
  expect((await segmentFiles(session)).length).toBe(sealed.length);
  await must('review', session, '--approve');
  await must('share', session);
});

test('segments open with the contributor’s key, age and MCAP, without any code of ours', async () => {
  const { running, session, program } = await record();
  await typeANote(session);
  await must('stop');
  await running.ended;
  const stored = z
    .object({ identity: z.string() })
    .parse(JSON.parse(await readFile(join(home, 'identities', `${program}.json`), 'utf8')));
  const topics = new Set<string>();
  for (const name of await segmentFiles(session)) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(stored.identity);
    const mcap = await decrypter.decrypt(
      await readFile(join(home, 'sessions', session, 'segments', name)),
    );
    const reader = new McapStreamReader({
      decompressHandlers: { zstd: (bytes) => zstdDecompressSync(bytes) },
    });
    reader.append(mcap);
    for (let one = reader.nextRecord(); one !== undefined; one = reader.nextRecord()) {
      if (one.type === 'Channel') topics.add(one.topic);
    }
  }
  expect([...topics]).toEqual(expect.arrayContaining(['keyboard', 'mouse', 'screen', 'window']));
});

test('a takeout for a classical key opens with the age of Debian', async () => {
  const { running, session } = await record();
  await typeANote(session);
  await must('stop');
  await running.ended;
  const key = join(home, 'my-key');
  execFileSync('age-keygen', ['-o', key], { stdio: 'pipe' });
  const recipient = execFileSync('age-keygen', ['-y', key]).toString().trim();
  const out = join(home, 'takeout.tar.age');
  await must('takeout', '--recipient', recipient, '--out', out);
  const tar = execFileSync('age', ['-d', '-i', key, out], { maxBuffer: 1 << 28 });
  const names = execFileSync('tar', ['-t'], { input: tar }).toString().split('\n');
  expect(names).toContain(`sessions/${session}/00000.mcap`);
  expect(names).toContain(`sessions/${session}/manifest.jws`);
  expect(names.some((name) => name.startsWith('receipts/'))).toBe(true);
});

test('without a display, or under Wayland, it says so before anything starts', async () => {
  const given = [
    `--home=${home}`,
    'record',
    `--join=${world.joinFile}`,
    `--program=${world.program}`,
    '--yes',
  ];
  const { DISPLAY: _display, ...bare } = desktop.env;
  const none = await runCli(given, bare);
  expect(none.code).toBe(1);
  expect(none.errors).toMatch(/display/i);
  const wayland = await runCli(given, {
    ...bare,
    WAYLAND_DISPLAY: 'wayland-0',
    XDG_SESSION_TYPE: 'wayland',
  });
  expect(wayland.code).toBe(1);
  expect(wayland.errors).toMatch(/wayland/i);
});
