/**
 * Where the accessibility bus is. Whoever starts it writes that on the root window
 * (at-spi-bus-launcher); on a desktop where no app has asked for it yet, the session
 * bus starts it for the first who does.
 */
import { Message } from 'dbus-next';
import { openBus, withTimeout } from './dbus.ts';

const startTimeoutMs = 20_000;

/** '': nobody starts one there. @param sessionBus the address of the session's own bus */
export async function askBusAddress(sessionBus: string): Promise<string> {
  if (sessionBus === '') return '';
  try {
    const { bus } = await openBus(sessionBus);
    try {
      const asked = bus.call(
        new Message({
          destination: 'org.a11y.Bus',
          path: '/org/a11y/bus',
          interface: 'org.a11y.Bus',
          member: 'GetAddress',
        }),
      );
      const [address] = (await withTimeout(asked, startTimeoutMs))?.body ?? [];
      return typeof address === 'string' ? address : '';
    } finally {
      bus.disconnect();
    }
  } catch {
    // No session bus, or none that knows of accessibility: the same as no accessibility.
    return '';
  }
}
