/** The desktop that this process stands on, as what a session captures from. */
import {
  openX11Desktop,
  startCapture,
  type Browsers,
  type DesktopPorts,
} from '@understudy/capture';
import { createPictureReader } from '@understudy/redact';
import type { CaptureSource } from './capture-source.ts';

/** @throws CaptureError `noDisplay`, `waylandSession`, `platformUnsupported` */
export async function openDesktop(browsers: Browsers | null): Promise<CaptureSource> {
  const desktop = await openX11Desktop(browsers === null ? {} : { browsers });
  return desktopToSource(desktop, browsers?.speak());
}

/** @param isPaired whether a browser with the extension speaks: it alone tells what is copied and pasted */
export function desktopToSource(desktop: DesktopPorts, isPaired = false): CaptureSource {
  return {
    platform: desktop.platform,
    tellsClipboard: isPaired,
    lost: desktop.lost,
    start: (options) =>
      startCapture({
        ...options,
        desktop,
        onElementsLost: (why) => {
          warnOfLoss(why);
          options.onElementsLost?.(why);
        },
      }),
    createPictureReader: (clock) => createPictureReader({ clock }),
    close: () => desktop.close(),
  };
}

/** For who looks at why a recording was paused. */
function warnOfLoss(why: string): void {
  process.stderr.write(`The accessibility bus is lost. ${why}\n`);
}
