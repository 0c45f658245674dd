export * from './browser.ts';
export { startCapture } from './capture.ts';
export { openNativeDesktop } from './native-desktop.ts';
export type {
  BrowserPort,
  DesktopPorts,
  DesktopWindow,
  ElementListener,
  ElementPort,
  FocusedElement,
  IndicatorPort,
  IndicatorState,
  InputPort,
  InputSignal,
  OpenBrowser,
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
export { openX11Desktop, type X11DesktopOptions } from './x11/desktop.ts';
