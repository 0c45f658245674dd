/** A real session: X server, text editor, hands, recorder as a process, keeper and vault. */
import { startApp, startDesktop, createTestHands, type TestDesktop } from '@understudy/testkit';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli, startCli, startServers, type TestServers } from './servers.ts';

let world: TestServers;
let desktop: TestDesktop;
let home: string;
beforeAll(async () => {
  world = await startServers();
  desktop = await startDesktop();
  home = await mkdtemp(join(tmpdir(), 'understudy-home-'));
});
afterAll(async () => {
  await desktop.stop();
  await world.stop();
  await rm(home, { recursive: true, force: true });
});

test('a consented session is recorded, reviewed, shared and taken back', async () => {
  await startApp({ desktop, command: 'mousepad' });
  const cli = (...args: readonly string[]) => runCli(['--home', home, ...args], desktop.env);
  const recorder = startCli(
    [
      ...['--home', home, 'record', '--join', world.joinFile, '--program', world.program],
      ...['--tier', 'screen', '--task', 'Write a note', '--yes', '--segment-seconds', '3'],
    ],
    desktop.env,
  );
  const first = JSON.parse(await recorder.line((line) => line.startsWith('{')));
  console.log(first);
  const hands = await createTestHands(desktop);
  hands.click(400, 300);
  await hands.done();
  await new Promise((r) => setTimeout(r, 1500));
  hands.type('hello world');
  await hands.done();
  await new Promise((r) => setTimeout(r, 6000));
  console.log('stop', JSON.stringify(await cli('stop')));
  console.log('record ended', await recorder.ended, recorder.errors());
  console.log(JSON.stringify(await cli('sessions'), null, 1).slice(0, 4000));
  console.log(JSON.stringify(await cli('review', first.session, '--approve')));
  console.log(JSON.stringify(await cli('share', first.session)));
  console.log(JSON.stringify(await cli('sessions')).slice(0, 600));
  console.log(JSON.stringify(await cli('withdraw')));
  console.log(JSON.stringify(await cli('erase', '--everything', '--yes')));
  expect(first.session).toMatch(/^ses_/);
});
