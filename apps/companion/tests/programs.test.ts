/** Which programs a device takes from its vault, or from a file. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { generateSigningKey, issueProgram, type Program } from '@understudy/consent';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { offeredPrograms } from '../src/api/consent.ts';
import { createCompanion } from '../src/companion.ts';
import { openHome } from '../src/home.ts';
import { joinFromText } from '../src/join.ts';
import { keepProgram, listPrograms } from '../src/programs.ts';

/** A home that trusts a steward, and a program of theirs. */
async function openOffer(change: Partial<Program> = {}, vault = 'http://127.0.0.1:7410') {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-programs-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const home = await openHome(dir, systemClock, systemRandom);
  const key = await generateSigningKey();
  const steward = createId('steward', systemClock, systemRandom);
  const trust = {
    vault,
    keeper: 'http://127.0.0.1:7411',
    stewards: [{ steward, publicJwk: key.publicJwk }],
    keeperKeys: [key.publicJwk],
  };
  await joinFromText(home, JSON.stringify(trust), 'join.json');
  const program: Program = {
    program: createId('program', systemClock, systemRandom),
    title: 'Order desk work',
    controller: 'Example Orders Ltd',
    purposes: ['agentTraining'],
    purposeText: 'To train agents.',
    apps: [{ kind: 'app', app: 'mousepad' }],
    tiers: ['motion'],
    region: 'EU',
    retentionDays: 90,
    startsAt: new Date(systemClock.nowMs() - 1000).toISOString(),
    endsAt: new Date(systemClock.nowMs() + 3_600_000).toISOString(),
    steward,
    ...change,
  };
  return { home, signed: await issueProgram(program, key, systemClock) };
}

test('a program that a trusted steward signed is known from then on', async () => {
  const { home, signed } = await openOffer();
  const kept = await keepProgram(home, signed);
  expect(await listPrograms(home)).toEqual([kept]);
});

test('a program of control probes is not taken: nobody who took part would be counted', async () => {
  const { home, signed } = await openOffer({ synthetic: true });
  await expect(keepProgram(home, signed)).rejects.toMatchObject({ code: 'programUnknown' });
  expect(await listPrograms(home)).toEqual([]);
});

test('what this device knows is offered while its vault hangs', async () => {
  const asked: Socket[] = [];
  const hanging = createServer((socket) => asked.push(socket.resume())).listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  onTestFinished(() => {
    for (const socket of asked) socket.destroy();
    hanging.close();
  });
  const address = hanging.address();
  const port = typeof address === 'object' ? address?.port : null;
  const { home, signed } = await openOffer({}, `http://127.0.0.1:${port}`);
  await keepProgram(home, signed);
  const companion = await createCompanion({
    home,
    openSource: () => Promise.reject(new Error('No screen is needed here.')),
  });
  onTestFinished(() => companion.close());
  const { programs, vaultReached } = await offeredPrograms(companion);
  expect(programs.map(({ title }) => title)).toEqual(['Order desk work']);
  expect(vaultReached).toBe(false);
  // It was asked, and nobody has given it up yet.
  expect(asked.map(({ closed, readableEnded }) => closed || readableEnded)).toEqual([false]);
});
