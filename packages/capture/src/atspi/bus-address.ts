/**
 * Where the accessibility bus is. Whoever starts it writes that on the root window
 * (at-spi-bus-launcher); on a desktop where no app has asked for it yet, the session
 * bus starts it for the first who does. One that has ended leaves its address there.
 */
import { connectAtspi, type AtspiBus } from './bus.ts';
import { openBus } from './dbus.ts';

const startTimeoutMs = 20_000;

/**
 * @param told on the root window; '': nothing
 * @param sessionBus the address of the session's own bus
 * @throws CaptureError accessibilityAbsent
 */
export async function openAccessibilityBus(told: string, sessionBus: string): Promise<AtspiBus> {
  if (told === '') return connectAtspi(await askBusAddress(sessionBus));
  try {
    return await connectAtspi(told);
  } catch (error) {
    const address = await askBusAddress(sessionBus);
    if (address === '' || address === told) throw error;
    return connectAtspi(address);
  }
}

/** '': nobody starts one there. @param sessionBus the address of the session's own bus */
async function askBusAddress(sessionBus: string): Promise<string> {
  if (sessionBus === '') return '';
  try {
    const bus = await openBus(sessionBus);
    try {
      const launcher = { name: 'org.a11y.Bus', path: '/org/a11y/bus' };
      const [address] = await bus.ask(
        { to: launcher, interface: launcher.name, member: 'GetAddress' },
        startTimeoutMs,
      );
      return typeof address === 'string' ? address : '';
    } finally {
      bus.close();
    }
  } catch {
    // No session bus, or none that knows of accessibility: the same as no accessibility.
    return '';
  }
}
