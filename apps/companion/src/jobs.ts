/** Long work that goes on without whoever asked for it: its progress, and a way to call it off. */
import type { Clock, SessionId } from '@understudy/base';
import { errorToLine, UnderstudyError } from '@understudy/base';
import type { CompanionJob } from '@understudy/protocol';
import { CompanionError } from './error.ts';

interface JobRequest {
  readonly kind: CompanionJob['kind'];
  readonly session: SessionId | null;
  readonly unit: CompanionJob['unit'];
  readonly work: (
    report: (done: number, total: number) => void,
    signal: AbortSignal,
    job: string,
  ) => Promise<void>;
}

export interface Jobs {
  start(request: JobRequest): CompanionJob;
  list(): readonly CompanionJob[];
  /** @throws CompanionError `sessionUnknown` */
  cancel(job: string): CompanionJob;
  /** What the job made was fetched, or destroyed, and is gone. */
  fetched(job: string): void;
  /** An erasure leaves no archive: none waits any more, and one that is being packed is called off. */
  dropTakeouts(): void;
  cancelAll(): void;
  /** Resolves once nothing runs. */
  idle(): Promise<void>;
}

/** Why a job is called off that nobody called off: the companion ends, and goes on with it when it is there again. */
export const companionEnds = new DOMException('The companion ends.', 'AbortError');

/** Jobs that have ended stay in the list this long, so that a reloaded page still sees them. */
const keepEnded = 50;

export function createJobs(clock: Clock, onChange: (job: CompanionJob) => void): Jobs {
  const jobs = new Map<string, { job: CompanionJob; abort: AbortController }>();
  const running = new Set<Promise<void>>();
  let count = 0;

  const change = (name: string, parts: Partial<CompanionJob>): void => {
    const held = jobs.get(name);
    if (held === undefined) return;
    held.job = { ...held.job, ...parts };
    onChange(held.job);
  };
  const now = (): string => new Date(clock.nowMs()).toISOString();

  return {
    start: ({ kind, session, unit, work }) => {
      count += 1;
      const name = `${kind}-${count}`;
      const abort = new AbortController();
      const job: CompanionJob = {
        job: name,
        kind,
        session,
        unit,
        state: 'running',
        done: 0,
        total: 0,
        startedAt: now(),
        endedAt: null,
        fetchable: false,
        words: null,
        errorCode: null,
      };
      jobs.set(name, { job, abort });
      for (const [old, { job: other }] of jobs) {
        if (jobs.size > keepEnded && other.state !== 'running') jobs.delete(old);
      }
      const ended = work((done, total) => change(name, { done, total }), abort.signal, name).then(
        () => change(name, { state: 'done', endedAt: now(), fetchable: kind === 'takeout' }),
        (error: unknown) =>
          change(name, {
            state: abort.signal.aborted ? 'cancelled' : 'failed',
            endedAt: now(),
            words: errorToLine(error),
            errorCode: error instanceof UnderstudyError ? error.code : null,
          }),
      );
      running.add(ended);
      void ended.finally(() => running.delete(ended));
      onChange(job);
      return job;
    },
    list: () => [...jobs.values()].map(({ job }) => job),
    cancel: (name) => {
      const held = jobs.get(name);
      if (held === undefined) {
        throw new CompanionError({
          code: 'sessionUnknown',
          message: `There is no job ${name}.`,
          remedy: 'Read the list of jobs again.',
        });
      }
      held.abort.abort();
      return held.job;
    },
    fetched: (name) => change(name, { fetchable: false }),
    dropTakeouts: () => {
      for (const [name, { job, abort }] of jobs) {
        if (job.kind !== 'takeout') continue;
        if (job.state === 'running') abort.abort();
        if (job.fetchable) change(name, { fetchable: false });
      }
    },
    cancelAll: () => {
      for (const { abort } of jobs.values()) abort.abort(companionEnds);
    },
    idle: async () => {
      await Promise.all(running);
    },
  };
}
