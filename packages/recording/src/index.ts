export * from './portable.ts';
export {
  importKinds,
  importRecording,
  type ImportKind,
  type ImportOptions,
} from './import/import-recording.ts';
export type { ImportedRecording } from './import/imported.ts';
