/** The door for browsers: everything but pictures on their own, which are read by OCR in a process. */
export { dangerouslyRebrandClean, type CleanSegment } from './clean.ts';
export { RedactError, type RedactErrorCode } from './error.ts';
export { createRedactor, type Redactor, type RedactorOptions } from './redactor.ts';
export type { PictureReader } from './unexplained/picture-reader.ts';
export { findTextLike } from './unexplained/text-like.ts';
export { createRedactAgain, type RedactAgain } from './redact-again.ts';
export { createTextRedactor, type TextRedactor } from './redact-text.ts';
export {
  reportToJson,
  type Channel,
  type DistinctCount,
  type Layer,
  type RedactionCount,
  type RedactionReport,
} from './report.ts';
export { compileTextRule, type AreaRule, type ContributorRules, type TextRule } from './rules.ts';
export {
  sensitiveKinds,
  type RedactionMode,
  type SensitiveKind,
  type Span,
  type TextContext,
} from './span.ts';
