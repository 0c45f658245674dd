import { systemClock } from '@understudy/base';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { WindowStructure } from '../ports.ts';
import { allowed } from './allowlist.ts';
import { proveWindow } from './frame-proof.ts';
import { createStructureStore } from './structure-store.ts';

const nowNs = (): number => Number(systemClock.monotonicNs());
const box = { x: 0, y: 0, width: 100, height: 100 };
const processId = 7;
const window = { handle: 1, app: 'editor', title: '', box, processId, owner: 1, verdict: allowed };
const structureOf = (text: string): WindowStructure => ({
  texts: [{ box, text, role: 'text', secure: false }],
  keys: ['a'],
  url: null,
  pageTitle: '',
  isPrivate: false,
});

test('a structure is not believed before all is read that was told while we slept', async () => {
  let shown = structureOf('before');
  const structures = createStructureStore({
    focused: () => Promise.resolve(null),
    elementAt: () => Promise.resolve(null),
    page: () => Promise.resolve(null),
    structure: () => Promise.resolve(shown),
    close: () => Promise.resolve(),
  });
  // News comes by a socket, as that of the bus does.
  const { promise: connected, resolve: haveConnected } = Promise.withResolvers<() => void>();
  const server = createServer((far) => {
    haveConnected(() => {
      far.end('changed');
    });
  });
  const name = `\0understudy-test-proof-${process.pid}`;
  server.listen(name);
  const near = connect(name);
  near.on('data', () => structures.noteChange(processId, 'text'));
  const tell = await connected;

  const { structure } = await structures.read(window);
  if (structure === null) throw new Error('The window has a structure.');
  structures.noteProved(window, structure, nowNs());
  const known = structures.known(window);
  const grabbedNs = nowNs();
  const proof = proveWindow({ window, known }, grabbedNs, { structures, nowNs });
  shown = structureOf('after');
  tell();
  // Until after it is due to be decided we get nothing done.
  while (nowNs() < grabbedNs + 200e6);
  expect(await proof).toMatchObject({ kind: 'proved', structure: { texts: [{ text: 'after' }] } });
  near.destroy();
  server.close();
});
