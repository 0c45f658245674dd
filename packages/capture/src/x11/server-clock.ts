/**
 * X server time → CLOCK_MONOTONIC nanoseconds.
 *
 * An event's time is 32 bits of milliseconds. On Linux the server takes them
 * from CLOCK_MONOTONIC (GetTimeInMillis, os/utils.c of the X server), so a
 * local server needs only its upper bits back; a remote one has another
 * origin, which one round trip finds.
 */
import type { Clock } from '@understudy/base';
import type { XConnection } from './connection.ts';

export interface ServerClock {
  /** The time of an event, never above the time now. */
  toNs(serverMs: number): number;
}

const wrapMs = 2 ** 32;

export function createServerClock(clock: Clock, offsetMs: number): ServerClock {
  return {
    toNs: (serverMs) => {
      const nowNs = Number(clock.monotonicNs());
      const nowMs = nowNs / 1e6;
      // The candidate nearest to now among all that share the lower 32 bits.
      const shifted = serverMs + offsetMs;
      const turns = Math.round((nowMs - shifted) / wrapMs);
      return Math.min((shifted + turns * wrapMs) * 1e6, nowNs);
    },
  };
}

/** Asks the server for its time by changing a property of a window of our own. */
export async function measureServerOffsetMs(
  connection: XConnection,
  clock: Clock,
): Promise<number> {
  const { client, root } = connection;
  const window = client.AllocID();
  const propertyChange = 1 << 22;
  client.CreateWindow(window, root, 0, 0, 1, 1, 0, 0, 0, 0, { eventMask: propertyChange });
  const name = await connection.atom('UNDERSTUDY_CLOCK');
  const before = Number(clock.monotonicNs()) / 1e6;
  const serverMs = await new Promise<number>((resolve, reject) => {
    const off = connection.onEvent((event) => {
      if (event.name !== 'PropertyNotify' || event.wid !== window) return;
      off();
      resolve(event.time ?? 0);
    });
    void connection.lost.then((reason) => reject(new Error(reason)));
    client.ChangeProperty(0, window, name, 19, 8, Buffer.alloc(0));
  });
  const after = Number(clock.monotonicNs()) / 1e6;
  client.DestroyWindow(window);
  const local = ((before + after) / 2) % wrapMs;
  const offset = local - serverMs;
  const slackMs = (after - before) / 2 + 2;
  // A local server has our own clock: do not add the noise of the measurement to it.
  return Math.abs(offset) <= slackMs ? 0 : offset;
}
