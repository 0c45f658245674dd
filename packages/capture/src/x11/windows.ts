/**
 * The windows of an X desktop, front first, and which one has the keyboard.
 *
 * EWMH tells which windows a manager manages and which is active; the tree
 * tells the true stacking and the popups that no manager sees. A window whose
 * app cannot be told has the app '', which no list allows.
 */
import type { Clock } from '@understudy/base';
import type { Box } from '@understudy/recording';
import type { DesktopWindow, OpenWindows, WindowPort, WindowScene } from '../ports.ts';
import { propertyToNumbers, propertyToText, type XConnection } from './connection.ts';
import { readDisplayGeometry } from './display.ts';
import { requireExtension } from './extension.ts';

const eventMasks = {
  structureNotify: 1 << 17,
  substructureNotify: 1 << 19,
  propertyChange: 1 << 22,
};
const structureEvents = new Set([
  'ConfigureNotify',
  'MapNotify',
  'UnmapNotify',
  'DestroyNotify',
  'ReparentNotify',
  'CirculateNotify',
  'RRScreenChangeNotify',
]);
const viewable = 2;
const identityProperties = [
  'WM_CLASS',
  '_NET_WM_NAME',
  'WM_NAME',
  '_NET_WM_PID',
  'WM_TRANSIENT_FOR',
  'WM_CLIENT_LEADER',
] as const;
/** What a scene is made of. Others change with every key (_NET_WM_USER_TIME) and tell nothing. */
const sceneProperties = [...identityProperties, '_NET_ACTIVE_WINDOW'];

export interface X11Windows extends WindowPort {
  /**
   * Input of then was read. The server tells all in the order in which it was: what was told of
   * windows before held by then, however late we read it.
   */
  noteInput(atNs: number): void;
}

/** @param isOwn windows of our own (the indicator), which are in no scene */
export function createX11Windows(
  connection: XConnection,
  clock: Clock,
  isOwn: (window: number) => boolean,
): X11Windows {
  const inputNoters = new Set<(atNs: number) => void>();
  return {
    noteInput: (atNs) => {
      for (const note of inputNoters) note(atNs);
    },
    open: async (listener) => {
      const { client, root } = connection;
      const randr = await requireExtension(connection, 'randr');
      const telling = new Set(
        await Promise.all(sceneProperties.map((name) => connection.atom(name))),
      );
      const activeAtom = await connection.atom('_NET_ACTIVE_WINDOW');
      const watched = new Map<number, Identity>();
      /** Its properties may be others now; `window` is the app's own or the manager's frame. */
      const forget = (window: number | undefined): void => {
        for (const [topLevel, identity] of watched)
          if (topLevel === window || identity.client === window) watched.delete(topLevel);
      };
      const isShown = (window: number): boolean =>
        watched.has(window) || watched.values().some(({ client: own }) => own === window);
      let closed = false;
      /** The reading under way, and the one that what changed meanwhile needs. */
      let reading: Reading | null = null;
      let ended = Promise.resolve();
      let following: Promise<void> | null = null;
      /** When the first was told of what changed meanwhile. */
      let changedNs: number | null = null;
      /** What came since the last reading began, and how often the keyboard went elsewhere since. */
      let came = new Set<number>();
      let moves = 0;

      const read = (): Promise<WindowScene> => readScene(connection, watched, isOwn);
      const publish = async (of: Reading): Promise<void> => {
        const cameBefore = came;
        came = new Set();
        const movesBefore = moves;
        changedNs = null;
        const scene = await read();
        if (closed) return;
        const hasGone = [...cameBefore].some((window) => !isOwn(window) && !isShown(window));
        // Of several moves only the last is in the scene; many a manager makes two of one (none, another).
        const hasMovedOn = moves > 1;
        // Those since may be in the scene or not.
        moves -= movesBefore;
        listener(scene, of.sinceNs, hasGone || hasMovedOn);
      };
      /** One at a time: what is heard during the very first is of the next. */
      const start = (sinceNs: number): Promise<void> => {
        reading = { sinceNs };
        const told = publish(reading);
        ended = told.catch(ignoreLost).finally(() => {
          reading = null;
        });
        return told;
      };
      const changed = (): void => {
        changedNs ??= Number(clock.monotonicNs());
        if (reading !== null) {
          following ??= ended.then(() => {
            following = null;
            if (!closed) changed();
            return ended;
          });
          return;
        }
        void start(changedNs).catch(ignoreLost);
      };
      const off = connection.onEvent((event) => {
        if (event.name === 'PropertyNotify') {
          if (event.atom === undefined || !telling.has(event.atom)) return;
          if (event.atom === activeAtom) moves += 1;
          forget(event.wid);
          changed();
        } else if (event.name !== undefined && structureEvents.has(event.name)) {
          if (event.name === 'MapNotify' && event.wid !== undefined) came.add(event.wid);
          if (event.name !== 'ConfigureNotify') forget(event.wid);
          changed();
        }
      });
      const noteInput = (atNs: number): void => {
        if (reading !== null) reading.sinceNs = Math.min(reading.sinceNs, atNs);
        if (changedNs !== null) changedNs = Math.min(changedNs, atNs);
      };
      inputNoters.add(noteInput);
      client.ChangeWindowAttributes(root, {
        eventMask:
          eventMasks.substructureNotify | eventMasks.propertyChange | eventMasks.structureNotify,
      });
      randr.SelectInput(root, 1);
      await start(Number(clock.monotonicNs()));
      const open: OpenWindows = {
        read,
        caughtUp: () => following ?? ended,
        unreadSinceNs: () => reading?.sinceNs ?? changedNs,
        close: async () => {
          if (closed) return;
          closed = true;
          off();
          inputNoters.delete(noteInput);
          client.ChangeWindowAttributes(root, { eventMask: 0 });
          randr.SelectInput(root, 0);
          for (const identity of watched.values()) {
            client.ChangeWindowAttributes(identity.client, { eventMask: 0 });
          }
          await connection.ask((reply) => client.GetInputFocus(reply)).catch(ignoreLost);
        },
      };
      return open;
    },
  };
}

interface Reading {
  /** When the first was told of what is being read. */
  sinceNs: number;
}

/** A lost connection is told by `DesktopPorts.lost`. */
function ignoreLost(): void {}

/** What of a top-level window changes only with a property of it. */
interface Identity {
  /** The app's own window inside the manager's frame. */
  readonly client: number;
  readonly app: string;
  readonly title: string;
  readonly processId: number | null;
  readonly transientFor: number | null;
  readonly leader: number | null;
}

async function readScene(
  connection: XConnection,
  watched: Map<number, Identity>,
  isOwn: (window: number) => boolean,
): Promise<WindowScene> {
  const { client, root } = connection;
  const [tree, active, display] = await Promise.all([
    connection.ask<{ children: readonly number[] }>((reply) => client.QueryTree(root, reply)),
    connection.property(root, '_NET_ACTIVE_WINDOW'),
    readDisplayGeometry(connection),
  ]);
  const found = await Promise.all(
    tree.children
      .filter((window) => !isOwn(window))
      .map((window) => readTopLevel(connection, window, watched)),
  );
  // QueryTree lists bottom to top.
  const shown = found.filter((window) => window !== null).toReversed();
  const [activeClient] = propertyToNumbers(active);
  const mask = connection.display.resource_mask;
  const windows = shown.map((window) => toDesktopWindow(window, shown, activeClient, mask));
  return {
    display,
    windows,
    active: activeClient === undefined || activeClient === 0 ? null : activeClient,
    locked: windows.some((window) => isLocker(window, display.size)),
  };
}

interface TopLevel extends Identity {
  readonly box: Box;
}

async function readTopLevel(
  connection: XConnection,
  window: number,
  watched: Map<number, Identity>,
): Promise<TopLevel | null> {
  const { client } = connection;
  try {
    const [attributes, geometry] = await Promise.all([
      connection.ask<{ klass: number; mapState: number }>((reply) =>
        client.GetWindowAttributes(window, reply),
      ),
      connection.ask<Geometry>((reply) => client.GetGeometry(window, reply)),
    ]);
    const inputOnly = 2;
    if (attributes.mapState !== viewable || attributes.klass === inputOnly) return null;
    const identity = watched.get(window) ?? (await readIdentity(connection, window));
    watched.set(window, identity);
    const border = geometry.borderWidth * 2;
    return {
      ...identity,
      box: {
        x: geometry.xPos,
        y: geometry.yPos,
        width: geometry.width + border,
        height: geometry.height + border,
      },
    };
  } catch {
    // The window went away while we asked.
    return null;
  }
}

interface Geometry {
  readonly xPos: number;
  readonly yPos: number;
  readonly width: number;
  readonly height: number;
  readonly borderWidth: number;
}

/** A managed window is a child of the manager's frame, which has no WM_STATE of its own. */
async function readIdentity(connection: XConnection, window: number): Promise<Identity> {
  const client = await findClient(connection, window, 2);
  connection.client.ChangeWindowAttributes(client, { eventMask: eventMasks.propertyChange });
  const [wmClass, netName, name, processId, transientFor, leader] = await Promise.all(
    identityProperties.map((property) => connection.property(client, property)),
  );
  // WM_CLASS is the instance and the class, each ended by a zero byte.
  const [, className] = wmClass?.data.toString('utf8').split('\0') ?? [];
  return {
    client,
    app: className?.toLowerCase() ?? '',
    title: propertyToText(netName ?? null) || propertyToText(name ?? null),
    processId: propertyToNumbers(processId ?? null)[0] ?? null,
    transientFor: propertyToNumbers(transientFor ?? null)[0] ?? null,
    leader: propertyToNumbers(leader ?? null)[0] ?? null,
  };
}

async function findClient(connection: XConnection, window: number, depth: number): Promise<number> {
  if ((await connection.property(window, 'WM_STATE')) !== null || depth === 0) return window;
  const tree = await connection.ask<{ children: readonly number[] }>((reply) =>
    connection.client.QueryTree(window, reply),
  );
  for (const child of tree.children) {
    if ((await connection.property(child, 'WM_STATE')) !== null) return child;
  }
  return window;
}

/**
 * The window that a popup belongs to: the one it says it is transient for; else,
 * where it says nothing of itself at all (Chromium's dropdowns), one that the
 * same client of the server made, as the upper bits of its id tell, which no
 * other client can forge. Where none tells, its app stays unknown.
 */
function toDesktopWindow(
  window: TopLevel,
  all: readonly TopLevel[],
  active: number | undefined,
  resourceMask: number,
): DesktopWindow {
  const others = all.filter((other) => other !== window && other.app !== '');
  const sameClient = others.filter(
    (other) => (other.client & ~resourceMask) === (window.client & ~resourceMask),
  );
  const owner =
    others.find((other) => other.client === window.transientFor) ??
    others.find((other) => other.client === window.leader) ??
    (window.app === ''
      ? (sameClient.find((other) => other.client === active) ?? sameClient[0])
      : undefined);
  return {
    handle: window.client,
    app: window.app === '' ? (owner?.app ?? '') : window.app,
    title: window.title,
    box: window.box,
    processId: window.processId ?? owner?.processId ?? null,
    owner: owner?.client ?? window.client,
  };
}

const lockers = ['i3lock', 'xscreensaver', 'xsecurelock', 'light-locker', 'slock', 'xtrlock'];

function isLocker(window: DesktopWindow, size: { width: number; height: number }): boolean {
  const covers = window.box.width >= size.width && window.box.height >= size.height;
  return (
    lockers.includes(window.app) || (covers && window.app === '' && window.owner === window.handle)
  );
}
