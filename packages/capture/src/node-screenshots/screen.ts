/**
 * `node-screenshots` → the screen and its windows, for Windows and macOS.
 * Untested there. Neither tells what changed, so the whole screen counts as
 * changed twice a second.
 */
import type { Clock } from '@understudy/base';
import type { Box, Size } from '@understudy/recording';
import type { Monitor } from 'node-screenshots';
import { CaptureError } from '../error.ts';
import type { DesktopWindow, ScreenPort, WindowPort, WindowScene } from '../ports.ts';

const everyMs = 500;
const bytesPerPixel = 4;

export function createNativeScreen(clock: Clock): ScreenPort {
  return {
    open: async (onDamage) => {
      const { Monitor } = await loadScreenshots();
      const size = (): Size => monitorsToSize(Monitor.all());
      const timer = setInterval(() => {
        onDamage([{ x: 0, y: 0, ...size() }], Number(clock.monotonicNs()));
      }, everyMs);
      return {
        size,
        grab: async (boxes, target) => {
          const whole = size();
          for (const monitor of Monitor.all()) {
            const image = await monitor.captureImage();
            const pixels = await image.toRaw();
            const at = { x: monitor.x(), y: monitor.y() };
            for (const box of boxes) {
              copyBox(
                pixels,
                { ...at, width: image.width, height: image.height },
                box,
                target,
                whole,
              );
            }
          }
        },
        close: () => {
          clearInterval(timer);
          return Promise.resolve();
        },
      };
    },
  };
}

export function createNativeWindows(clock: Clock): WindowPort {
  return {
    open: async (listener) => {
      const screenshots = await loadScreenshots();
      const read = (): Promise<WindowScene> => {
        const monitors = screenshots.Monitor.all();
        const windows = screenshots.Window.all()
          .filter((window) => !window.isMinimized())
          .map((window): DesktopWindow & { readonly focused: boolean } => ({
            handle: window.id(),
            app: window.appName().toLowerCase(),
            title: window.title(),
            box: { x: window.x(), y: window.y(), width: window.width(), height: window.height() },
            processId: window.pid(),
            owner: window.id(),
            focused: window.isFocused(),
          }));
        return Promise.resolve({
          display: {
            size: monitorsToSize(monitors),
            monitors: monitors.map((monitor) => ({
              x: monitor.x(),
              y: monitor.y(),
              width: monitor.width(),
              height: monitor.height(),
              name: monitor.name(),
              scale: monitor.scaleFactor(),
            })),
          },
          windows,
          active: windows.find((window) => window.focused)?.handle ?? null,
          locked: false,
        });
      };
      const readAndTell = async (): Promise<void> => {
        const atNs = Number(clock.monotonicNs());
        listener(await read(), atNs, false);
      };
      let told: Promise<void> = Promise.resolve();
      /** One after the other: an older scene is never told last. */
      const tell = (): Promise<void> => {
        told = told.then(readAndTell, readAndTell);
        return told;
      };
      await tell();
      const timer = setInterval(() => void tell().catch(() => undefined), everyMs);
      return {
        read,
        caughtUp: tell,
        // It tells nothing by itself.
        unreadSinceNs: () => null,
        close: () => {
          clearInterval(timer);
          return Promise.resolve();
        },
      };
    },
  };
}

async function loadScreenshots() {
  try {
    return await import('node-screenshots');
  } catch (cause) {
    throw new CaptureError({
      code: 'adapterMissing',
      message:
        'The part that reads the screen on this platform (node-screenshots) is not installed.',
      remedy: 'Run npm install with optional dependencies.',
      cause,
    });
  }
}

function monitorsToSize(monitors: readonly Monitor[]): Size {
  return {
    width: Math.max(0, ...monitors.map((monitor) => monitor.x() + monitor.width())),
    height: Math.max(0, ...monitors.map((monitor) => monitor.y() + monitor.height())),
  };
}

/** RGBA of one monitor → BGRX of the whole screen. */
function copyBox(source: Buffer, from: Box, box: Box, target: Uint8Array, whole: Size): void {
  const left = Math.max(box.x, from.x);
  const right = Math.min(box.x + box.width, from.x + from.width);
  const bottom = Math.min(box.y + box.height, from.y + from.height);
  for (let y = Math.max(box.y, from.y); y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const read = ((y - from.y) * from.width + (x - from.x)) * bytesPerPixel;
      const write = (y * whole.width + x) * bytesPerPixel;
      target[write] = source[read + 2] ?? 0;
      target[write + 1] = source[read + 1] ?? 0;
      target[write + 2] = source[read] ?? 0;
    }
  }
}
