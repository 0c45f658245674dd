/**
 * Every verb of `understudy`, by who needs it and in the order of its help.
 * Each is loaded only when it is called or all are listed: together they load
 * every package, more than a second of CPU.
 */
import type { RegisterVerb } from './verb.ts';

type LoadVerb = () => Promise<RegisterVerb>;

export const verbs: Readonly<Record<string, Readonly<Record<string, LoadVerb>>>> = {
  Contributor: {
    record: async () => (await import('./verbs/record.ts')).registerRecord,
    me: async () => (await import('./verbs/me.ts')).registerMe,
    pair: async () => (await import('./verbs/pair.ts')).registerPair,
    pause: async () => (await import('./verbs/pause.ts')).registerPause,
    stop: async () => (await import('./verbs/stop.ts')).registerStop,
    sessions: async () => (await import('./verbs/sessions.ts')).registerSessions,
    review: async () => (await import('./verbs/review.ts')).registerReview,
    cut: async () => (await import('./verbs/cut.ts')).registerCut,
    cover: async () => (await import('./verbs/cover.ts')).registerCover,
    share: async () => (await import('./verbs/share.ts')).registerShare,
    withdraw: async () => (await import('./verbs/withdraw.ts')).registerWithdraw,
    erase: async () => (await import('./verbs/erase.ts')).registerErase,
    takeout: async () => (await import('./verbs/takeout.ts')).registerTakeout,
  },
  Researcher: {
    programs: async () => (await import('./verbs/programs.ts')).registerPrograms,
    grant: async () => (await import('./verbs/grant.ts')).registerGrant,
    export: async () => (await import('./verbs/export.ts')).registerExport,
    check: async () => (await import('./verbs/check.ts')).registerCheck,
    reduce: async () => (await import('./verbs/reduce.ts')).registerReduce,
    import: async () => (await import('./verbs/import.ts')).registerImport,
    'verify-session': async () => (await import('./verbs/verify-session.ts')).registerVerifySession,
  },
  Steward: {
    lockdown: async () => (await import('./verbs/lockdown.ts')).registerLockdown,
    resume: async () => (await import('./verbs/lockdown.ts')).registerResume,
    verify: async () => (await import('./verbs/verify.ts')).registerVerify,
    incident: async () => (await import('./verbs/incident.ts')).registerIncident,
  },
  Operator: {
    up: async () => (await import('./verbs/up.ts')).registerUp,
    vault: async () => (await import('./verbs/vault.ts')).registerVault,
    keeper: async () => (await import('./verbs/keeper.ts')).registerKeeper,
    witness: async () => (await import('./verbs/witness.ts')).registerWitness,
    status: async () => (await import('./verbs/status.ts')).registerStatus,
    backup: async () => (await import('./verbs/backup.ts')).registerBackup,
    restore: async () => (await import('./verbs/backup.ts')).registerRestore,
  },
  Anybody: {
    audit: async () => (await import('./verbs/audit.ts')).registerAudit,
    key: async () => (await import('./verbs/key.ts')).registerKey,
    redact: async () => (await import('./verbs/redact.ts')).registerRedact,
    version: async () => (await import('./verbs/version.ts')).registerVersion,
  },
};

/** The verb that the arguments name, or null where they name none or one that there is not. */
export function verbOf(args: readonly string[]): string | null {
  const named = args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '--home');
  if (named === undefined) return null;
  return Object.values(verbs).some((group) => Object.hasOwn(group, named)) ? named : null;
}
