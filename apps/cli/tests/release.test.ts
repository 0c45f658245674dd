/**
 * The main job of the servers, through real processes: a sealed segment goes
 * in, and comes out for the researcher whose grant two stewards approved, and
 * for nobody else.
 */
import { createId, systemClock, systemRandom, type SessionId } from '@understudy/base';
import { requestErasure, withdrawConsent } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { encodeSegment } from '@understudy/recording';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approve, contribute, fetchPlain, releaseOf, requestGrantOn } from './contribution.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
beforeAll(async () => {
  up = await startUp();
});
afterAll(async () => {
  await up.stop();
});

test('a segment comes out as it went in, after two approvals and a log entry', async () => {
  const plain = new Uint8Array(3_000_000).map((_, at) => (at * 31) % 251);
  const contribution = await contribute(up, plain);
  const granted = await requestGrantOn(up, contribution.program);
  expect(granted.row.state).toBe('pending');
  await expect(releaseOf(granted, contribution)).rejects.toMatchObject({ code: 'grantNotLive' });
  expect((await approve(up, granted, up.stewards[0])).state).toBe('pending');
  const approved = await approve(up, granted, up.stewards[1]);
  expect(approved).toMatchObject({ state: 'approved', reach: { people: 1, sessions: 1 } });

  const before = (await createKeeperClient({ baseUrl: up.keeper }).status()).logSize;
  const opened = await fetchPlain(granted, contribution, granted.person.identity);
  expect(Buffer.compare(opened, plain)).toBe(0);
  const after = (await createKeeperClient({ baseUrl: up.keeper }).status()).logSize;
  expect(after).toBeGreaterThan(before);
  expect(await granted.vault.readLog('checkpoint')).not.toBeNull();
});

/** A click on a red screen, as a segment that an export can read. */
async function segmentOf(session: SessionId): Promise<Uint8Array> {
  const contributor = createId('contributor', systemClock, systemRandom);
  const device = createId('device', systemClock, systemRandom);
  const program = createId('program', systemClock, systemRandom);
  const receipt = createId('receipt', systemClock, systemRandom);
  const size = { width: 4, height: 4 };
  const data = await sharp({ create: { ...size, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
  const press = { kind: 'pointerButton', x: 1, y: 1, button: 'left' } as const;
  return encodeSegment({
    header: {
      session,
      origin: { kind: 'consented', contributor, device, program, receipt },
      task: 'Click',
      tier: 'screen',
      startedAt: '2026-01-01T00:00:00.000Z',
      platform: 'x11',
      recorder: 'test',
    },
    index: 0,
    events: [
      {
        kind: 'screen',
        timeNs: 0,
        frame: createId('frame', systemClock, systemRandom),
        size,
        cause: 'start',
        keyframe: true,
        patches: [{ x: 0, y: 0, ...size, mediaType: 'image/png', data: new Uint8Array(data) }],
      },
      { ...press, timeNs: 1e9, pressed: true },
      { ...press, timeNs: 1.1e9, pressed: false },
    ],
    accounting: { generated: 3, arrived: 3, kept: 3, dropped: {} },
    report: null,
  });
}

test('two exports under one grant are one dataset, and the releases of each stand beside it', async () => {
  const contribution = await contribute(up, segmentOf);
  const granted = await requestGrantOn(up, contribution.program);
  await approve(up, granted, up.stewards[0]);
  await approve(up, granted, up.stewards[1]);
  const exportTo = async (name: string) => {
    const flags = [`--grant=${granted.grant}`, `--vault=${up.vault}`, `--key=${up.researcher}`];
    const out = join(up.home, name);
    const { code } = await up.run('export', '--format=messages', `--out=${out}`, ...flags);
    expect(code).toBe(0);
    const manifest = await readFile(join(out, 'dataset.json'), 'utf8');
    return { manifest, releases: await readFile(`${out}.releases.json`, 'utf8') };
  };
  const [one, two] = [await exportTo('one'), await exportTo('two')];
  expect(one.manifest).toBe(two.manifest);
  expect(one.releases).not.toBe(two.releases);
});

test('a withdrawal stops the next release at once, and an erasure takes the blobs and the key', async () => {
  const contribution = await contribute(up, new TextEncoder().encode('one segment'));
  const granted = await requestGrantOn(up, contribution.program);
  await approve(up, granted, up.stewards[0]);
  await approve(up, granted, up.stewards[1]);
  await fetchPlain(granted, contribution, granted.person.identity);

  const { key, contributor, device, vault, receipt } = contribution;
  const withdrawal = await withdrawConsent(receipt, key, systemClock);
  await vault.withdraw({ body: { withdrawal } });
  await expect(releaseOf(granted, contribution)).rejects.toMatchObject({ code: 'notAvailable' });

  const request = await requestErasure(
    { contributor, device, scope: { kind: 'everything' } },
    key,
    systemClock,
  );
  const erased = await vault.erase({ body: { request } });
  expect(erased).toMatchObject({ sessions: 1, segments: 1 });
  expect(erased.receipt).not.toBeNull();
});

test('a second `up` finds the first and says so', async () => {
  const { code, out } = await up.run('up');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ already: true, vault: up.vault });
});

test('`up` on a taken port says which, and leaves nothing running', async () => {
  const { port } = new URL(up.vault);
  const ran = await up.run(
    '--home',
    `${up.home}/other`,
    'up',
    '--vault-port',
    port,
    '--keeper-port',
    '0',
    '--identity-port',
    '0',
  );
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(port);
});
