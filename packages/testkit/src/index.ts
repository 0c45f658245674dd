export {
  startApp,
  startChromium,
  type AppOptions,
  type ChromiumOptions,
  type TestApp,
  type TestChromium,
} from './apps.ts';
export { consentTo, startTestCapture, type TestCapture } from './capture.ts';
export { startDesktop, type DesktopOptions, type TestDesktop } from './desktop.ts';
export { createTestHands, type TestHands } from './hands.ts';
export { startProcess, type RunningProcess } from './process.ts';
export {
  anyIdPattern,
  fuzzToRequest,
  meetsRoute,
  requestsTo,
  withIds,
  type FuzzRequest,
} from './contract-fuzz.ts';
