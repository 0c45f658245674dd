/**
 * An icon in the desktop's tray while a session runs, where there is a tray:
 * beside the indicator, never instead of it. A click pauses, another goes on.
 */
import dbus from 'dbus-next';
import type { Companion } from '../companion.ts';
import type { TrayState } from './tray-icon.ts';
import { TrayItem } from './tray-item.ts';

const watcher = {
  name: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interface: 'org.kde.StatusNotifierWatcher',
} as const;
const itemPath = '/StatusNotifierItem';

/** Follows the companion until `signal` aborts. */
export async function followTray(companion: Captor, signal: AbortSignal): Promise<void> {
  const events = companion.feed.listen(signal);
  let icon = await followOnce(companion, null);
  for await (const { kind } of events) {
    if (kind === 'capture') icon = await followOnce(companion, icon);
  }
  icon?.remove();
}

type Captor = Pick<Companion, 'view' | 'feed' | 'pause' | 'resume'>;

async function followOnce(companion: Captor, icon: TrayIcon | null): Promise<TrayIcon | null> {
  const { kind } = companion.view().wire;
  if (kind === 'idle') {
    icon?.remove();
    return null;
  }
  // Where no tray answers, the indicator's window says it alone.
  const shown = icon ?? (await openIcon(() => toggle(companion)).catch(() => null));
  shown?.show(kind);
  return shown;
}

interface TrayIcon {
  show(state: TrayState): void;
  remove(): void;
}

/** @throws Error where there is no session bus, or no tray on it */
async function openIcon(onClick: () => void): Promise<TrayIcon> {
  const bus = dbus.sessionBus();
  try {
    const { promise: lost, reject } = Promise.withResolvers<never>();
    bus.on('error', reject);
    const item = new TrayItem(onClick);
    bus.export(itemPath, item);
    const name = `org.kde.StatusNotifierItem-${process.pid}-1`;
    await Promise.race([bus.requestName(name, 0), lost]);
    const answered = bus.call(
      new dbus.Message({
        destination: watcher.name,
        path: watcher.path,
        interface: watcher.interface,
        member: 'RegisterStatusNotifierItem',
        signature: 's',
        body: [name],
      }),
    );
    await Promise.race([answered, lost]);
    return { show: (state) => item.show(state), remove: () => bus.disconnect() };
  } catch (error) {
    bus.disconnect();
    throw error;
  }
}

function toggle(companion: Captor): void {
  const { kind } = companion.view().wire;
  const act = kind === 'recording' ? companion.pause() : companion.resume();
  // A refusal (a lockdown, a consent that ended) shows in the icon and on the page.
  act.catch(() => {});
}
