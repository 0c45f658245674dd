/** `understudy reduce SESSION`: one's own sealed session, opened with one's own key alone. */
import { createId, revealSecret, systemClock, systemRandom } from '@understudy/base';
import { dangerouslyRebrandClean } from '@understudy/redact';
import { generateHybridKey, sealSegment } from '@understudy/seal';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../tests/up-process.ts';

const session = createId('session', systemClock, systemRandom);
const program = createId('program', systemClock, systemRandom);
const contributor = createId('contributor', systemClock, systemRandom);
const device = createId('device', systemClock, systemRandom);
const receipt = createId('receipt', systemClock, systemRandom);
const segment = createId('segment', systemClock, systemRandom);
const at = new Date(systemClock.nowMs()).toISOString();
const accounting = { generated: 2, arrived: 2, kept: 2, dropped: {} };

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-reduce-'));
  folder = join(home, 'sessions', session);
  const own = await generateHybridKey();
  const click = { x: 30, y: 40, button: 'left' } as const;
  const clean = dangerouslyRebrandClean({
    header: {
      session,
      origin: { kind: 'consented', contributor, device, program, receipt },
      task: 'Save',
      tier: 'actions',
      startedAt: at,
      platform: 'x11',
      recorder: 'understudy test',
    },
    index: 0,
    events: [
      { kind: 'display', timeNs: 0, size: { width: 100, height: 100 }, monitors: [] },
      { kind: 'pointerButton', timeNs: 1e9, ...click, pressed: true },
      { kind: 'pointerButton', timeNs: 1.1e9, ...click, pressed: false },
    ],
    accounting,
    report: null,
  });
  const { bytes, sha256, sizeBytes } = await sealSegment(clean, [own.recipient], systemRandom);
  await mkdir(join(folder, 'segments'), { recursive: true });
  await mkdir(join(home, 'identities'));
  await writeFile(join(folder, 'segments', `${segment}.age`), bytes);
  await writeFile(
    join(home, 'identities', `${program}.json`),
    // Leaves its Secret as it does in the contributor's own home.
    JSON.stringify({ identity: revealSecret(own.identity), recipient: own.recipient }),
  );
  await writeJournal(
    { kind: 'started', at, contributor, device, program, receipt, tier: 'actions' },
    {
      kind: 'sealing',
      at,
      segment,
      index: 0,
      startNs: 0,
      endNs: 2e9,
      sizeBytes,
      sha256,
      accounting,
      apps: [],
      origins: [],
    },
    { kind: 'stopped', at, reason: 'person', durationNs: 2e9 },
  );
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function writeJournal(...lines: readonly object[]): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(join(folder, 'journal.jsonl'), text, { flag: 'a' });
}

const reduce = (id: string) => runCli(['--json', '--home', home, 'reduce', id]);

describe('a session of one’s own cannot be reduced', () => {
  test('when there is no such session', async () => {
    const { code, err } = await reduce(createId('session', systemClock, systemRandom));
    expect(code).toBe(1);
    expect(err).toContain('sessionUnknown');
  });

  test('when its key was erased', async () => {
    await rm(join(home, 'identities', `${program}.json`));
    const { code, out, err } = await reduce(session);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('identityGone');
  });

  test('when it was deleted', async () => {
    await writeJournal({ kind: 'deleted', at });
    const { code, err } = await reduce(session);
    expect(code).toBe(1);
    expect(err).toContain('reachesNothing');
  });
});

test('a session of one’s own is opened in memory and put out as actions', async () => {
  const { code, out } = await reduce(session);
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([
    { session, kind: 'click', at: { normalised: { x: 0.3, y: 0.4 } }, events: [1, 2] },
    { session, kind: 'terminate' },
  ]);
});
