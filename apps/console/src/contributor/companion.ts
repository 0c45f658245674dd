/** The companion as React Query sees it: one key a route, one live stream into the cache. */
import { createCompanionClient } from '@understudy/courier';
import {
  ProtocolError,
  type CompanionCaptureState,
  type CompanionJob,
  type CompanionLedgerEntry,
  type CompanionSession,
} from '@understudy/protocol';
import type { Query, QueryClient } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import { strings } from '../strings/strings.ts';
import { standsOn } from './host.ts';

export const companion = createCompanionClient({
  baseUrl: '',
  send: (request) => standsOn().send(request).catch(throwGone),
});

/** A browser throws a TypeError where nobody listens (Fetch §5.6). @throws ProtocolError `companionGone` of the companion */
function throwGone(cause: unknown): never {
  if (!(cause instanceof TypeError)) throw cause;
  throw new ProtocolError({
    code: 'wrongState',
    message: strings.contributor.gone,
    remedy: '',
    details: { code: 'companionGone' },
    cause,
  });
}

export const stateQuery = queryOptions({
  queryKey: ['state'],
  queryFn: () => companion.call('state'),
});
export const programsQuery = queryOptions({
  queryKey: ['programs'],
  queryFn: () => companion.call('listPrograms'),
});
export const receiptsQuery = queryOptions({
  queryKey: ['receipts'],
  queryFn: async () => (await companion.call('listReceipts')).receipts,
});
export const coverQuery = queryOptions({
  queryKey: ['cover'],
  queryFn: () => companion.call('listCover'),
});
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => newestFirst((await companion.call('listSessions')).sessions),
});
export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ client }) => listJobs(client, async () => (await companion.call('listJobs')).jobs),
});
export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: async () => (await companion.call('listErasures')).erasures,
});
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: async () => (await companion.call('listNotices')).notices,
});
export const ledgerQuery = queryOptions({
  queryKey: ['ledger'],
  queryFn: (): readonly CompanionLedgerEntry[] => [],
  staleTime: Infinity,
});
export const timelineQuery = (session: CompanionSession['session']) =>
  queryOptions({
    queryKey: ['timeline', session],
    queryFn: () => companion.call('timeline', { params: { session } }),
    staleTime: Infinity,
  });

const ledgerLength = 200;

/** Follows the companion until `signal` aborts; comes back by itself after it was away. */
export async function followCompanion(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let again = false;
  while (!signal.aborted) {
    let missed = true;
    try {
      for await (const event of companion.events(signal)) {
        // From the first on it is told everything; what was missed until then is asked for.
        if (missed) void askAnew(queries, again);
        missed = false;
        again = true;
        switch (event.kind) {
          case 'capture':
            putCapture(queries, event.state);
            break;
          case 'ledger':
            queries.setQueryData(ledgerQuery.queryKey, (entries = []) =>
              [event.entry, ...entries].slice(0, ledgerLength),
            );
            break;
          case 'session':
            putSession(queries, event.session);
            break;
          case 'job':
            putJob(queries, event.job);
            break;
        }
      }
    } catch {
      // The queries show that the companion is away; the stream only tries again.
    }
    // It was there, and is not: what the pages show may have changed since.
    if (!missed && !signal.aborted) {
      // But a timeline: it is large, and changes only with its session.
      const predicate = ({ queryKey }: Query) => queryKey[0] !== 'timeline';
      void queries.invalidateQueries({ predicate });
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

/** What is told by events; after it was away, all there is: it may be another companion. */
async function askAnew(queries: QueryClient, wasAway: boolean): Promise<void> {
  if (wasAway) return queries.invalidateQueries();
  await queries.invalidateQueries({ queryKey: jobsQuery.queryKey });
  await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
}

function putCapture(queries: QueryClient, capture: CompanionCaptureState): void {
  queries.setQueryData(stateQuery.queryKey, (state) => state && { ...state, capture });
}

const newestFirst = (sessions: readonly CompanionSession[]): CompanionSession[] =>
  sessions.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));

export function putSession(queries: QueryClient, session: CompanionSession): void {
  queries.setQueryData(sessionsQuery.queryKey, (sessions) => {
    if (sessions === undefined) return;
    const others = sessions.filter((other) => other.session !== session.session);
    return newestFirst([...others, session]);
  });
}

/** The list as it was when it was made, with what was heard of by news while it was on its way. */
export async function listJobs(
  queries: QueryClient,
  ask: () => Promise<readonly CompanionJob[]>,
): Promise<readonly CompanionJob[]> {
  const known = (): readonly CompanionJob[] => queries.getQueryData(['jobs']) ?? [];
  const before = known();
  const listed = await ask();
  const now = known();
  const older = new Set([...before, ...listed].map(({ job }) => job));
  const begun = now.filter(({ job }) => !older.has(job));
  return [...listed.map((job) => newerJob(now, job)), ...begun];
}

/** An answer may come after the news of the job's end: what has ended runs no more. */
function newerJob(jobs: readonly CompanionJob[] | undefined, job: CompanionJob): CompanionJob {
  const known = jobs?.find((other) => other.job === job.job);
  const isOld = known?.startedAt === job.startedAt && known.state !== 'running';
  return isOld && job.state === 'running' ? known : job;
}

export function putJob(queries: QueryClient, job: CompanionJob): void {
  queries.setQueryData(jobsQuery.queryKey, (jobs = []) => {
    const newer = newerJob(jobs, job);
    return [...jobs.filter((other) => other.job !== job.job), newer];
  });
  if (job.state === 'done' && job.session !== null) {
    void queries.invalidateQueries({ queryKey: ['timeline', job.session] });
  }
  if (job.state === 'done' && (job.kind === 'erase' || job.kind === 'takeBack')) {
    void queries.invalidateQueries({ queryKey: erasuresQuery.queryKey });
    void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  }
}
