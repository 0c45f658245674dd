/** Every verb of `understudy`, in the order of its help (DESIGN §9). */
import { registerRedact } from './verbs/redact.ts';
import { registerVersion } from './verbs/version.ts';
import { registerCheck } from './verbs/check.ts';
import { registerExport } from './verbs/export.ts';
import { registerReduce } from './verbs/reduce.ts';
import type { RegisterVerb } from './verb.ts';

export const verbs: readonly RegisterVerb[] = [
  registerRedact,
  registerCheck,
  registerExport,
  registerReduce,
  registerVersion,
];
