export {
  startApp,
  startChromium,
  type AppOptions,
  type ChromiumOptions,
  type TestApp,
  type TestChromium,
} from './apps.ts';
export { startDesktop, type DesktopOptions, type TestDesktop } from './desktop.ts';
export { startProcess, type RunningProcess } from './process.ts';
