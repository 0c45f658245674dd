export * from './reading.ts';
export { openFileStorage, readFileStorage, type LogReadStorage } from './file-storage.ts';
export { openLog, type Log } from './log.ts';
export type { Appended } from './tile-log.ts';
