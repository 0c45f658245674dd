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
  return desktopToSource(await openX11Desktop(browsers === null ? {} : { browsers }));
}

export function desktopToSource(desktop: DesktopPorts): CaptureSource {
  return {
    platform: desktop.platform,
    tellsClipboard: false,
    lost: desktop.lost,
    start: (options) => startCapture({ ...options, desktop, onElementsLost: warnOfLoss }),
    createPictureReader: (clock) => createPictureReader({ clock }),
    close: () => desktop.close(),
  };
}

/** For who looks at why nothing that was typed is in a recording; the recording goes on without. */
function warnOfLoss(why: string): void {
  process.stderr.write(
    `The accessibility bus is lost: nothing that is typed is recorded from now on. ${why} Pause and go on to connect again.\n`,
  );
}
