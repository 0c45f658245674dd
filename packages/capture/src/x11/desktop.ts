/** An X display and its accessibility bus → the ports of capture. */
import { systemClock, type Clock } from '@understudy/base';
import { openAccessibilityBus } from '../atspi/bus-address.ts';
import { createAtspiElements } from '../atspi/elements.ts';
import type { Browsers } from '../browser-pair/browser-server.ts';
import { pairElements } from '../browser-pair/paired-elements.ts';
import type { DesktopPorts } from '../ports.ts';
import { connectX, propertyToText } from './connection.ts';
import { createX11Indicator } from './indicator.ts';
import { createX11Input } from './input.ts';
import { createX11Screen } from './screen.ts';
import { createX11Windows } from './windows.ts';

export interface X11DesktopOptions {
  /** ":0"; the DISPLAY of the session by default. */
  readonly display?: string;
  /** The address of the bus of that display's session; where no display is named, that of ours. */
  readonly sessionBus?: string;
  readonly clock?: Clock;
  /** Browsers whose extension tells what their pages hold. */
  readonly browsers?: Browsers;
}

/**
 * Connects and looks at what the server can do; opens no hook.
 *
 * Input, screen and windows share one connection, so that the order in which
 * the server made their events is the order in which they are read.
 * @throws CaptureError noDisplay, waylandSession, displayRefused
 */
export async function openX11Desktop(options: X11DesktopOptions = {}): Promise<DesktopPorts> {
  const display = options.display ?? process.env['DISPLAY'] ?? '';
  const clock = options.clock ?? systemClock;
  const connection = await connectX(display);
  const indicator = createX11Indicator(() => connectX(display));
  const ownBus = options.display === undefined ? process.env['DBUS_SESSION_BUS_ADDRESS'] : '';
  const sessionBus = options.sessionBus ?? ownBus ?? '';
  const accessibility = createAtspiElements(async () => {
    const told = await connection.property(connection.root, 'AT_SPI_BUS');
    return openAccessibilityBus(propertyToText(told), sessionBus);
  }, clock);
  const windows = createX11Windows(connection, clock, (window) => indicator.isOwn(window));
  return {
    platform: 'x11',
    input: createX11Input(connection, clock, (atNs) => windows.noteInput(atNs)),
    screen: createX11Screen(connection, clock),
    windows,
    elements:
      options.browsers === undefined
        ? accessibility
        : pairElements(accessibility, options.browsers),
    indicator,
    lost: connection.lost,
    close: () => connection.close(),
  };
}
