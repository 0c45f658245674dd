/**
 * What goes wrong while a person records, on a real desktop with real servers:
 * capture ends at once, what was sealed stays, and the words say what to do.
 */
import { systemClock, type Clock, type SessionId } from '@understudy/base';
import { openX11Desktop } from '@understudy/capture';
import { revokeDevice, type LiveConsent } from '@understudy/consent';
import { createTestHands, startApp, startDesktop, type TestDesktop } from '@understudy/testkit';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCompanion, type Companion } from '../src/companion.ts';
import { desktopToSource } from '../src/desktop.ts';
import { openDevice } from '../src/identity.ts';
import { openOwnSession } from '../src/review/open-own.ts';
import { readSession, isWhole } from '../src/sessions.ts';
import { createContributor, type TestContributor } from './contributor.ts';
import { startServers, type TestServers } from './servers.ts';

let world: TestServers;
let desktop: TestDesktop;
let person: TestContributor;
let companion: Companion;
let opened: number;
let closed: number;
let captured: number;
/** What happens when the hooks are open again, before whoever resumed is told. */
let onResumed: () => Promise<unknown>;
/** Added to the wall clock only. */
let shiftMs: number;
const clock: Clock = {
  nowMs: () => systemClock.nowMs() + shiftMs,
  monotonicNs: () => systemClock.monotonicNs(),
};

beforeAll(async () => {
  world = await startServers();
  desktop = await startDesktop({ width: 640, height: 480 });
  await startApp({ desktop, command: 'mousepad' });
});
afterAll(async () => {
  await desktop.stop();
  await world.stop();
});

async function begin(on: { display: string } = desktop, dir?: string): Promise<void> {
  opened = 0;
  closed = 0;
  captured = 0;
  onResumed = () => Promise.resolve();
  shiftMs = 0;
  person = await createContributor(world, { clock, ...(dir === undefined ? {} : { dir }) });
  companion = await createCompanion({
    home: person.home,
    openSource: async () => {
      opened += 1;
      const source = desktopToSource(await openX11Desktop({ display: on.display }));
      return {
        ...source,
        close: async () => {
          closed += 1;
          await source.close();
        },
        start: async (options) => {
          captured += 1;
          const capture = await source.start(options);
          const resume = async (consent: LiveConsent): Promise<void> => {
            await capture.resume(consent);
            await onResumed();
          };
          return { ...capture, resume };
        },
      };
    },
    segmentMs: 1500,
  });
}
afterEach(async () => {
  shiftMs = 0;
  await companion.close();
  await person.remove();
});

const start = () => companion.start({ program: person.known.program.program, task: 'Write' });

/** Until the state is as wanted, now or after one of the changes to come. */
async function until(wanted: (kind: string, words: string) => boolean): Promise<void> {
  const enough = new AbortController();
  const isThere = (): boolean => {
    const { wire } = companion.view();
    const words = wire.kind === 'idle' ? wire.last?.words : 'words' in wire ? wire.words : '';
    return wanted(wire.kind, words ?? '');
  };
  const events = companion.feed.listen(enough.signal);
  // Listens from here on; what it was told before the first look is looked at first.
  let next = events.next();
  while (!isThere()) {
    await next;
    next = events.next();
  }
  enough.abort();
  await next;
}

async function untilSegments(count: number): Promise<void> {
  await until((kind) => {
    const { wire } = companion.view();
    return kind !== 'idle' && 'segments' in wire && wire.segments >= count;
  });
}

function runningSession(): SessionId {
  const { wire } = companion.view();
  if (wire.kind === 'idle') throw new Error('nothing is recorded');
  return wire.session;
}

/** Of the daemon behind the desktop's accessibility bus, as it says itself. */
async function accessibilityProcess(desktop: TestDesktop): Promise<number> {
  const call = ['call', '--object-path', '/org/a11y/bus'];
  const bus = ['--session', '--dest', 'org.a11y.Bus', '--method', 'org.a11y.Bus.GetAddress'];
  const told = await desktop.run('gdbus', [...call, ...bus]).line((line) => line !== '');
  const address = /'(.+)'/.exec(told)?.[1] ?? '';
  const daemon = 'org.freedesktop.DBus';
  const method = `${daemon}.GetConnectionUnixProcessID`;
  const itself = ['--address', address, '--dest', daemon, '--method', method, daemon];
  const answer = await desktop.run('gdbus', [...call, ...itself]).line((line) => line !== '');
  return Number(/(\d+),/.exec(answer)?.[1]);
}

/** Everything that the journal lists is on the disk, whole, and opens. */
async function expectWhole(session: SessionId): Promise<void> {
  const state = await readSession(person.home, session);
  expect(state.segments.length).toBeGreaterThan(0);
  for (const line of state.segments) expect(await isWhole(person.home, session, line)).toBe(true);
  let index = 0;
  for await (const content of openOwnSession(person.home, state)) {
    expect(content.index).toBe(index);
    index += 1;
  }
}

describe('before anything is recorded', () => {
  test('no consent opens no desktop', async () => {
    await begin();
    await companion.withdraw(person.receipt);
    await expect(start()).rejects.toMatchObject({ code: 'consentNeeded' });
    expect(opened).toBe(0);
  });

  test('a clock set back opens no desktop and says to set it right', async () => {
    await begin();
    shiftMs = -3_600_000;
    await expect(start()).rejects.toMatchObject({ code: 'clockSetBack' });
    expect(opened).toBe(0);
  });

  test('a sealed keeper opens no desktop', async () => {
    await begin();
    await world.stopKeeper();
    await expect(start()).rejects.toMatchObject({ code: 'keeperUnreachable' });
    await world.startKeeper();
    await expect(start()).rejects.toMatchObject({ code: 'keeperLocked' });
    expect(opened).toBe(0);
    await world.unsealKeeper();
    await start();
    expect(opened).toBe(1);
  });

  test('the clipboard, of which a desktop cannot tell, is refused, and nothing is recorded', async () => {
    await begin();
    const { program } = person.known.program;
    await expect(companion.start({ program, clipboard: true })).rejects.toMatchObject({
      code: 'clipboardUntold',
    });
    expect(companion.view().wire.kind).toBe('idle');
    expect(captured).toBe(0);
    expect(closed).toBe(1);
    // Without it the same person may begin at once.
    await start();
    expect(captured).toBe(1);
  });

  test('a revoked device is refused and remembers it', async () => {
    await begin();
    const { contributor, device, key } = await openDevice(person.home);
    const by = { kind: 'device', device } as const;
    const revocation = await revokeDevice(
      { contributor, device, reason: 'lost', by },
      key,
      systemClock,
    );
    await person.servers.keeper.revokeDevice({ body: { revocation } });
    await expect(start()).rejects.toThrow();
    expect(opened).toBe(0);
  });

  test('a desktop without accessibility is refused: no field could be known to be safe', async () => {
    const bare = await startDesktop({ width: 320, height: 240, accessibility: false });
    await begin(bare);
    await expect(start()).rejects.toMatchObject({ code: 'accessibilityAbsent' });
    expect(companion.view().wire.kind).toBe('idle');
    await bare.stop();
  });

  test('an X server that is not there is named', async () => {
    await begin({ display: ':4095' });
    await expect(start()).rejects.toMatchObject({ code: 'noDisplay' });
  });
});

describe('while it records', () => {
  test('a second recording is refused', async () => {
    await begin();
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'alreadyRecording' });
  });

  test('a withdrawal ends the session at once, and what was sealed stays', async () => {
    await begin();
    await start();
    await untilSegments(1);
    const session = runningSession();
    const { ended } = await companion.withdraw(person.receipt);
    expect(ended).toBe(session);
    expect(companion.view().wire.kind).toBe('idle');
    await expectWhole(session);
    expect(await readSession(person.home, session)).toMatchObject({
      stopReason: 'withdrawn',
      status: { kind: 'withdrawn' },
    });
  });

  test('a clock set back ends the session', async () => {
    await begin();
    await start();
    const session = runningSession();
    shiftMs = -3_600_000;
    await until((kind, words) => kind === 'idle' && words.includes('clock'));
    shiftMs = 0;
    expect(await readSession(person.home, session)).toMatchObject({ stopReason: 'clockSetBack' });
    await expectWhole(session);
  });

  test('the end of the program ends the session', async () => {
    await begin();
    await start();
    const session = runningSession();
    shiftMs = 40 * 86_400_000;
    await until((kind, words) => kind === 'idle' && words.includes('ended'));
    shiftMs = 0;
    expect(await readSession(person.home, session)).toMatchObject({ stopReason: 'programEnded' });
  });

  test('a keeper that is sealed closes every hook; the person goes on when it is open again', async () => {
    await begin();
    await start();
    const session = runningSession();
    await world.stopKeeper();
    await world.startKeeper();
    await until((kind) => kind === 'locked');
    await expect(companion.resume()).rejects.toMatchObject({ code: 'keeperLocked' });
    await world.unsealKeeper();
    expect((await companion.resume()).wire.kind).toBe('recording');
    await companion.stop();
    const state = await readSession(person.home, session);
    const gaps: string[] = [];
    for await (const { events } of openOwnSession(person.home, state)) {
      for (const event of events) if (event.kind === 'gap') gaps.push(event.reason);
    }
    expect(gaps).toContain('locked');
    await expectWhole(session);
  });

  test('a vault that is down changes nothing', async () => {
    await begin();
    await world.stopVault();
    await start();
    await untilSegments(2);
    const session = runningSession();
    await companion.stop();
    await world.startVault();
    await expectWhole(session);
  });

  test('pause closes the hooks: what is done then is not recorded', async () => {
    await begin();
    await start();
    const session = runningSession();
    const hands = await createTestHands(desktop);
    await companion.pause();
    const before = companion.view().wire;
    hands.click(200, 200);
    await hands.done();
    await companion.resume();
    await companion.stop();
    hands.close();
    const state = await readSession(person.home, session);
    expect(before).toMatchObject({ kind: 'paused', by: 'person' });
    let clicks = 0;
    for await (const { events } of openOwnSession(person.home, state)) {
      clicks += events.filter(({ kind }) => kind === 'pointerButton').length;
    }
    expect(clicks).toBe(0);
  });

  test('a stop while it goes on again is the end, in the journal too', async () => {
    await begin();
    await start();
    const session = runningSession();
    await companion.pause();
    onResumed = () => companion.stop();
    await companion.resume();
    expect(companion.view().wire).toMatchObject({ kind: 'idle', last: { reason: 'person' } });
    expect(await readSession(person.home, session)).toMatchObject({ status: { kind: 'local' } });
  });

  test('whatever pauses it while it goes on again is not overlooked', async () => {
    await begin();
    await start();
    const hands = await createTestHands(desktop);
    await companion.pause();
    const isByIndicator = (): boolean => {
      const { wire } = companion.view();
      return wire.kind === 'paused' && wire.by === 'indicator';
    };
    onResumed = async () => {
      hands.click(640 - 60, 20);
      await until(isByIndicator);
    };
    await companion.resume();
    hands.close();
    expect(isByIndicator()).toBe(true);
  });

  test('the accessibility bus going away pauses it, says so, and it goes on only with one', async () => {
    const other = await startDesktop({ width: 320, height: 240 });
    await begin(other);
    await start();
    const session = runningSession();
    process.kill(await accessibilityProcess(other));
    await until((kind, words) => kind === 'paused' && words.includes('accessibility'));
    expect(companion.view().wire).toMatchObject({ by: 'accessibilityLost' });
    await expect(companion.resume()).rejects.toMatchObject({ code: 'accessibilityAbsent' });
    expect(companion.view().wire.kind).toBe('paused');
    await companion.stop();
    expect(await readSession(person.home, session)).toMatchObject({ stopReason: 'person' });
    await other.stop();
  });

  test('the screen going away ends the session, and what was sealed stays', async () => {
    const other = await startDesktop({ width: 320, height: 240 });
    await startApp({ desktop: other, command: 'mousepad' });
    await begin(other);
    await start();
    await untilSegments(1);
    const session = runningSession();
    await other.stop();
    await until((kind) => kind === 'idle');
    expect(await readSession(person.home, session)).toMatchObject({ stopReason: 'captureLost' });
    await expectWhole(session);
  });
});

test('a full disk pauses the recording; with space again it goes on and nothing sealed is lost', async (context) => {
  const disk = mountSmall();
  if (disk === null) {
    console.warn('Skipped: a full disk (mounting a small one needs root).');
    return context.skip();
  }
  try {
    await begin(desktop, await mkdtemp(join(disk.dir, 'home-')));
    await start();
    await untilSegments(1);
    const session = runningSession();
    const filler = join(disk.dir, 'filler');
    await fillUp(filler);
    await until((kind, words) => kind === 'paused' && words.includes('No space is left'));
    await rm(filler);
    expect((await companion.resume()).wire.kind).toBe('recording');
    await companion.stop();
    await expectWhole(session);
    expect(await readSession(person.home, session)).toMatchObject({ lostSegments: 0 });
  } finally {
    await companion.close();
    disk.unmount();
  }
});

/** A disk of 2 MiB of one's own, or null where this user may not mount. */
function mountSmall(): { readonly dir: string; unmount(): void } | null {
  const dir = execFileSync('mktemp', ['-d', join(tmpdir(), 'understudy-disk-XXXXXX')])
    .toString()
    .trim();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir], { stdio: 'pipe' });
  } catch {
    return null;
  }
  return { dir, unmount: () => execFileSync('umount', [dir]) };
}

async function fillUp(file: string): Promise<void> {
  for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        await writeFile(file, new Uint8Array(size), { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}
