/** The cache of the contributor's pages, before a companion whose answers and news cross. */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { CompanionJob } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { jobsQuery, putJob } from './companion.ts';

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
};

test('a job that begins while the list is on its way stays', async () => {
  const older = Promise.withResolvers<readonly CompanionJob[]>();
  const answers = [older.promise];
  const queries = new QueryClient();
  const page = new QueryObserver(queries, {
    queryKey: jobsQuery.queryKey,
    queryFn: () => answers.shift() ?? [job],
  });
  const leave = page.subscribe(() => {});
  putJob(queries, job);
  older.resolve([]);
  await expect.poll(() => queries.isFetching()).toBe(0);
  leave();
  expect(queries.getQueryData(jobsQuery.queryKey)).toEqual([job]);
});
