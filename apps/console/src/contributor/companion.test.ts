/** The cache of the contributor's pages, before a companion whose answers and news cross. */
import { QueryClient } from '@tanstack/react-query';
import type { CompanionJob } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { jobsQuery, listJobs, putJob } from './companion.ts';

const job: CompanionJob = {
  job: 'share-1',
  kind: 'share',
  session: null,
  unit: 'bytes',
  state: 'running',
  done: 0,
  total: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
  fetchable: false,
  words: null,
  errorCode: null,
};

test('a job that begins while the list is on its way stays', async () => {
  const older = Promise.withResolvers<readonly CompanionJob[]>();
  const queries = new QueryClient();
  const listing = queries.fetchQuery({
    queryKey: jobsQuery.queryKey,
    queryFn: () => listJobs(queries, () => older.promise),
  });
  putJob(queries, job);
  older.resolve([]);
  expect(await listing).toEqual([job]);
});

test('a job that another companion knew is gone with it', async () => {
  const queries = new QueryClient();
  putJob(queries, job);
  expect(await listJobs(queries, async () => [])).toEqual([]);
});
