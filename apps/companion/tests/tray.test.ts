/** The tray's icon, on a real session bus, as a tray reads it. */
import dbus, { type MessageBus } from 'dbus-next';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaptureView } from '../src/capture-view.ts';
import { createFeed } from '../src/feed.ts';
import { followTray } from '../src/tray/tray.ts';

const watcherName = 'org.kde.StatusNotifierWatcher';
const itemName = 'org.kde.StatusNotifierItem';
let daemon: ChildProcess;
let tray: MessageBus;

beforeEach(async () => {
  daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (daemon.stdout === null) throw new Error('dbus-daemon has no output.');
  const lines = createInterface({ input: daemon.stdout });
  const address = await new Promise<string>((resolve) => lines.once('line', resolve));
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', address);
  tray = dbus.sessionBus();
});
afterEach(() => {
  vi.unstubAllEnvs();
  tray.disconnect();
  daemon.kill();
});

/** What a tray does when an item announces itself. */
class Watcher extends dbus.interface.Interface {
  readonly registered = Promise.withResolvers<string>();
  constructor() {
    super(watcherName);
  }
  RegisterStatusNotifierItem(name: string): void {
    this.registered.resolve(name);
  }
}
Watcher.configureMembers({ methods: { RegisterStatusNotifierItem: { inSignature: 's' } } });

const facts = {
  session: 'ses_01m7z3mmmvpfj4r6ptjyf7dg1t',
  program: 'prg_01m7z3nrcxsbhhby4wncb4pxq4',
  tier: 'screen',
  clipboard: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  segments: 0,
  sealedBytes: 0,
  accounting: { generated: 0, arrived: 0, kept: 0, dropped: {} },
} as const;

/** A recording that can be paused and nothing else; pages follow it by its feed. */
function createCaptor() {
  const feed = createFeed();
  let view = { wire: { kind: 'idle', last: null } } as unknown as CaptureView;
  const become = async (wire: object): Promise<CaptureView> => {
    view = { wire } as unknown as CaptureView;
    feed.send({ kind: 'capture', state: view.wire });
    return view;
  };
  return {
    feed,
    view: () => view,
    record: () => become({ kind: 'recording', ...facts }),
    pause: () => become({ kind: 'paused', by: 'person', words: '', ...facts }),
    resume: () => become({ kind: 'recording', ...facts }),
    end: () => become({ kind: 'idle', last: null }),
  };
}

test('says that it records, pauses at a click, and goes when the recording ends', async () => {
  const watcher = new Watcher();
  tray.export('/StatusNotifierWatcher', watcher);
  await tray.requestName(watcherName, 0);
  const captor = createCaptor();
  const over = new AbortController();
  const following = followTray(captor, over.signal);
  await captor.record();
  const name = await watcher.registered.promise;
  const proxy = await tray.getProxyObject(name, '/StatusNotifierItem');
  const item = proxy.getInterface(itemName);
  const properties = proxy.getInterface('org.freedesktop.DBus.Properties');
  const read = async (property: string) => (await properties['Get']?.(itemName, property))?.value;
  const title = (): Promise<string> => read('Title');
  const icon = async () => (await read('IconPixmap'))[0];
  expect(await title()).toContain('recording');
  const [width, height, recording] = await icon();
  expect([width, height, recording.length]).toEqual([22, 22, 22 * 22 * 4]);

  const changed = new Promise<void>((resolve) => item.once('NewIcon', resolve));
  await item['Activate']?.(1, 1);
  await changed;
  expect(await title()).toContain('paused');
  expect((await icon())[2]).not.toEqual(recording);

  const bus = (
    await tray.getProxyObject('org.freedesktop.DBus', '/org/freedesktop/DBus')
  ).getInterface('org.freedesktop.DBus');
  const gone = new Promise<void>((resolve) => {
    bus.on('NameOwnerChanged', (lost: string, _old: string, owner: string) => {
      if (lost === name && owner === '') resolve();
    });
  });
  // An answer on the same connection: from here on the bus tells of every name that goes.
  expect(await bus['NameHasOwner']?.(name)).toBe(true);
  await captor.end();
  await gone;
  over.abort();
  await following;
});

test('is not there, and does no harm, where the desktop has no tray', async () => {
  const captor = createCaptor();
  const over = new AbortController();
  const following = followTray(captor, over.signal);
  await captor.record();
  await captor.pause();
  over.abort();
  await expect(following).resolves.toBeUndefined();
});
