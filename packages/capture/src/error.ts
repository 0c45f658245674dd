/** What can keep a desktop from being captured, and what to do about each. */
import { UnderstudyError } from '@understudy/base';

export type CaptureErrorCode =
  | 'noDisplay'
  | 'waylandSession'
  | 'displayRefused'
  | 'inputExtensionMissing'
  | 'screenExtensionMissing'
  | 'accessibilityAbsent'
  | 'indicatorHidden'
  | 'platformUnsupported'
  | 'adapterMissing'
  | 'notConsented'
  | 'captureEnded'
  | 'recordedElsewhere';

export class CaptureError extends UnderstudyError<CaptureErrorCode> {}
