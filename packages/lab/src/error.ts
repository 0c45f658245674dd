/** The errors of the practice tasks and the scripted hands. */
import { UnderstudyError } from '@understudy/base';

export type LabErrorCode = 'noXServer' | 'noXTest' | 'noSuchKey';

export class LabError extends UnderstudyError<LabErrorCode> {}
