/**
 * The indicator: a small window above all others that says what capture does,
 * by its shape and its word. A click pauses.
 *
 * Dead-man switch: it is raised when something covers it; if it cannot be
 * seen after that, or is gone, `onHidden` ends the capture.
 */
import type { Box } from '@understudy/recording';
import type { IndicatorPort, IndicatorState, OpenIndicator } from '../ports.ts';
import type { XConnection } from './connection.ts';

const size = { width: 132, height: 26 };
const marginPx = 8;
const words: Readonly<Record<IndicatorState, string>> = {
  recording: 'Recording',
  paused: 'Paused',
  locked: 'Locked',
};
const colors = {
  back: 0x1c1c1e,
  text: 0xffffff,
  recording: 0xff453a,
  paused: 0xffd60a,
  locked: 0x9e9ea4,
};
const eventMasks = {
  buttonPress: 1 << 2,
  exposure: 1 << 15,
  visibility: 1 << 16,
  structure: 1 << 17,
};
const obscured = { none: 0, partly: 1, fully: 2 };
/** WM_NAME and STRING of the X protocol's predefined atoms. */
const wmName = 39;
const stringType = 31;
const raisesBeforeGivingUp = 20;
const settleMs = 250;

export interface X11Indicator extends IndicatorPort {
  /** Whether the window is the indicator's own. */
  isOwn(window: number): boolean;
}

export function createX11Indicator(connect: () => Promise<XConnection>): X11Indicator {
  let own: number | null = null;
  return {
    isOwn: (window) => window === own,
    open: async (listener) => {
      const connection = await connect();
      const { client, screen, root } = connection;
      const window = client.AllocID();
      own = window;
      const box = (): Box => ({ x: screenWidth - size.width - marginPx, y: marginPx, ...size });
      let screenWidth = screen.pixel_width;
      let state: IndicatorState = 'recording';
      let closed = false;
      let raises = 0;
      let isSeen = true;
      let check: NodeJS.Timeout | null = null;

      client.CreateWindow(window, root, box().x, box().y, size.width, size.height, 0, 0, 1, 0, {
        backgroundPixel: colors.back,
        overrideRedirect: 1,
        eventMask:
          eventMasks.buttonPress |
          eventMasks.exposure |
          eventMasks.visibility |
          eventMasks.structure,
      });
      const title = await connection.atom('_NET_WM_NAME');
      const utf8 = await connection.atom('UTF8_STRING');
      const paint = createPainter(connection, window);
      const setTitle = (): void => {
        const text = Buffer.from(`Understudy: ${words[state]}`);
        client.ChangeProperty(0, window, title, utf8, 8, text);
        client.ChangeProperty(0, window, wmName, stringType, 8, text);
      };

      const hide = (reason: string): void => {
        if (closed) return;
        closed = true;
        listener.onHidden(reason);
      };
      const raise = (): void => {
        raises += 1;
        if (raises > raisesBeforeGivingUp) {
          hide('Another window covers the indicator and cannot be put behind it.');
          return;
        }
        client.RaiseWindow(window);
        check ??= setTimeout(() => {
          check = null;
          raises = 0;
          // No event tells that raising did not help.
          if (!isSeen) hide('The indicator stands where nobody can see it.');
        }, settleMs);
      };
      /** On a screen that became narrower it would stand outside of it. */
      const place = async (): Promise<void> => {
        const geometry = await connection.ask<{ width: number }>((reply) =>
          client.GetGeometry(root, reply),
        );
        if (closed || geometry.width === screenWidth) return;
        screenWidth = geometry.width;
        client.ConfigureWindow(window, { x: box().x, y: box().y });
      };
      client.ChangeWindowAttributes(root, { eventMask: eventMasks.structure });
      connection.onEvent((event) => {
        if (closed) return;
        const about = event.wid1 ?? event.wid;
        // It fails only with the connection, whose loss is told below.
        if (about === root && event.name === 'ConfigureNotify') void place().catch(() => undefined);
        if (about !== window) return;
        if (event.name === 'Expose') paint(state);
        else if (event.name === 'ButtonPress') listener.onPauseClick();
        else if (event.name === 'VisibilityNotify') {
          isSeen = event.state !== obscured.fully;
          if (event.state !== obscured.none) raise();
        } else if (event.name === 'UnmapNotify') hide('The indicator was hidden.');
        else if (event.name === 'DestroyNotify') hide('The indicator was closed.');
      });
      void connection.lost.then((reason) => hide(reason));

      const mapped = new Promise<void>((resolve, reject) => {
        connection.onEvent((event) => {
          if (event.name === 'Expose' && event.wid === window) resolve();
        });
        void connection.lost.then((reason) => reject(new Error(reason)));
      });
      setTitle();
      client.MapWindow(window);
      client.RaiseWindow(window);
      await mapped;

      const open: OpenIndicator = {
        show: async (next) => {
          state = next;
          setTitle();
          paint(state);
          client.RaiseWindow(window);
          await place();
        },
        box: () => (closed ? null : box()),
        close: async () => {
          if (check !== null) clearTimeout(check);
          closed = true;
          own = null;
          client.DestroyWindow(window);
          await connection.close();
        },
      };
      return open;
    },
  };
}

/** A disc records, two bars pause, a shackled box is locked: shapes, not only colours. */
function createPainter(connection: XConnection, window: number): (state: IndicatorState) => void {
  const { client } = connection;
  const font = client.AllocID();
  client.OpenFont(font, 'fixed');
  const context = client.AllocID();
  client.CreateGC(context, window, { foreground: colors.text, background: colors.back, font });
  const color = (foreground: number): void => client.ChangeGC(context, { foreground });
  const fill = (x: number, y: number, width: number, height: number): void =>
    client.PolyFillRectangle(window, context, [x, y, width, height]);
  return (state) => {
    color(colors.back);
    fill(0, 0, size.width, size.height);
    color(colors[state]);
    switch (state) {
      case 'recording':
        client.PolyFillArc(window, context, [9, 7, 12, 12, 0, 360 * 64]);
        break;
      case 'paused':
        fill(9, 7, 4, 12);
        fill(17, 7, 4, 12);
        break;
      case 'locked':
        fill(8, 12, 14, 8);
        fill(10, 6, 2, 6);
        fill(18, 6, 2, 6);
        fill(10, 6, 10, 2);
        break;
    }
    color(colors.text);
    client.PolyText8(window, context, 32, 17, [words[state]]);
  };
}
