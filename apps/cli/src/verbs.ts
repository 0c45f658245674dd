/** Every verb of `understudy`, in the order of its help (DESIGN §9). */
import { registerRedact } from './verbs/redact.ts';
import { registerVersion } from './verbs/version.ts';
import { registerCheck } from './verbs/check.ts';
import { registerExport } from './verbs/export.ts';
import { registerReduce } from './verbs/reduce.ts';
import { registerGrant } from './verbs/grant.ts';
import { registerKeeper } from './verbs/keeper.ts';
import { registerKey } from './verbs/key.ts';
import { registerLockdown, registerResume } from './verbs/lockdown.ts';
import type { RegisterVerb } from './verb.ts';

export const verbs: readonly RegisterVerb[] = [
  registerRedact,
  registerCheck,
  registerExport,
  registerReduce,
  registerGrant,
  registerKeeper,
  registerKey,
  registerLockdown,
  registerResume,
  registerVersion,
];
