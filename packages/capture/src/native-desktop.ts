/**
 * Windows and macOS behind the same ports. Written and typed, untested: there
 * is no indicator window and no accessibility adapter yet, and without an
 * indicator nothing is recorded, so `startCapture` refuses with what to do.
 */
import { systemClock, type Clock } from '@understudy/base';
import { CaptureError } from './error.ts';
import { createNativeScreen, createNativeWindows } from './node-screenshots/screen.ts';
import type { DesktopPorts } from './ports.ts';
import { createUiohookInput } from './uiohook/input.ts';

export function openNativeDesktop(
  platform: 'windows' | 'macos',
  clock: Clock = systemClock,
): DesktopPorts {
  return {
    platform,
    input: createUiohookInput(clock),
    screen: createNativeScreen(clock),
    windows: createNativeWindows(clock),
    elements: { open: () => Promise.reject(unsupported(platform, 'accessibility')) },
    indicator: { open: () => Promise.reject(unsupported(platform, 'the indicator')) },
    // The platform's desktop outlives every program on it.
    lost: new Promise(() => {}),
    close: () => Promise.resolve(),
  };
}

function unsupported(platform: string, part: string): CaptureError {
  return new CaptureError({
    code: 'platformUnsupported',
    message: `On ${platform} ${part} is not built yet, and without it nothing is recorded.`,
    remedy: 'Record on X11, or in the browser with the extension.',
  });
}
