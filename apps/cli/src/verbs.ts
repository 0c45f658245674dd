/** Every verb of `understudy`, in the order of its help (DESIGN §9). */
import { registerAudit } from './verbs/audit.ts';
import { registerWitness } from './verbs/witness.ts';
import { registerRedact } from './verbs/redact.ts';
import { registerVersion } from './verbs/version.ts';
import { registerCheck } from './verbs/check.ts';
import { registerExport } from './verbs/export.ts';
import { registerImport } from './verbs/import.ts';
import { registerReduce } from './verbs/reduce.ts';
import { registerGrant } from './verbs/grant.ts';
import { registerKeeper } from './verbs/keeper.ts';
import { registerKey } from './verbs/key.ts';
import { registerLockdown, registerResume } from './verbs/lockdown.ts';
import { registerPrograms } from './verbs/programs.ts';
import { registerVault } from './verbs/vault.ts';
import { registerMe } from './verbs/me.ts';
import { registerRecord } from './verbs/record.ts';
import { registerPause } from './verbs/pause.ts';
import { registerStop } from './verbs/stop.ts';
import { registerSessions } from './verbs/sessions.ts';
import { registerReview } from './verbs/review.ts';
import { registerCut } from './verbs/cut.ts';
import { registerShare } from './verbs/share.ts';
import { registerWithdraw } from './verbs/withdraw.ts';
import { registerErase } from './verbs/erase.ts';
import { registerTakeout } from './verbs/takeout.ts';
import { registerBackup, registerRestore } from './verbs/backup.ts';
import { registerStatus } from './verbs/status.ts';
import { registerUp } from './verbs/up.ts';
import { registerVerify } from './verbs/verify.ts';
import { registerIncident } from './verbs/incident.ts';
import type { RegisterVerb } from './verb.ts';

export const verbs: readonly RegisterVerb[] = [
  registerRecord,
  registerMe,
  registerPause,
  registerStop,
  registerSessions,
  registerReview,
  registerCut,
  registerShare,
  registerWithdraw,
  registerErase,
  registerTakeout,
  registerAudit,
  registerRedact,
  registerCheck,
  registerExport,
  registerImport,
  registerReduce,
  registerGrant,
  registerKeeper,
  registerKey,
  registerLockdown,
  registerResume,
  registerPrograms,
  registerVault,
  registerWitness,
  registerBackup,
  registerRestore,
  registerStatus,
  registerUp,
  registerIncident,
  registerVerify,
  registerVersion,
];
