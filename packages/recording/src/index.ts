export * from './portable.ts';
export { importKinds } from './import/find-recordings.ts';
export { foreignRecordings, type ForeignRecording } from './import/import-recording.ts';
export type { ImportedRecording } from './import/imported.ts';
