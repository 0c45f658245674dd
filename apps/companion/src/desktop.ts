/** The ports of the desktop that this process stands on. */
import { openX11Desktop, type DesktopPorts } from '@understudy/capture';

/** @throws CaptureError `noDisplay`, `waylandSession`, `platformUnsupported` */
export function openDesktop(): Promise<DesktopPorts> {
  return openX11Desktop({});
}
