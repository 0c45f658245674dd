export * from './browser.ts';
export type { BrowserLink } from './browser-pair/browser-link.ts';
export { serveBrowsers, type Browsers } from './browser-pair/browser-server.ts';
export { createFrameReader, encodeFrame } from './browser-pair/frame.ts';
export { startCapture } from './capture.ts';
export { openNativeDesktop } from './native-desktop.ts';
export type {
  DesktopPorts,
  DesktopWindow,
  ElementListener,
  ElementScope,
  PageDeed,
  ElementPort,
  FocusedElement,
  IndicatorPort,
  IndicatorState,
  InputPort,
  InputSignal,
  OpenElements,
  OpenIndicator,
  OpenInput,
  OpenPort,
  OpenScreen,
  OpenWindows,
  ScreenPort,
  WindowPort,
  WindowScene,
  WindowStructure,
} from './ports.ts';
export { openSight, type Sight } from './sight.ts';
export { openX11Desktop, type X11DesktopOptions } from './x11/desktop.ts';
