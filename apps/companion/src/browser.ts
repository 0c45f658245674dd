/** The companion without a desktop: what a browser runs of it, and every platform shares. */
export { createCompanionService } from './api/service.ts';
export type { CaptureSource, CaptureStart } from './capture-source.ts';
export { createCompanion, type Companion } from './companion.ts';
export { CompanionError, type CompanionErrorCode } from './error.ts';
export { openHome, type Home } from './home.ts';
export { joinFromText, readJoin, type Join } from './join.ts';
