/** The vault as React Query sees it; the session's cookie says who asks. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { createConsoleClient } from '@understudy/courier';
import type { AnswerOf, VaultContract } from '@understudy/protocol';
import { isSignedOut } from '../shell/signed-out.ts';

export const vault = createConsoleClient({ baseUrl: location.origin });

const everyMs = 10_000;

/** Once a sign-in has ended it looks for the new one, which is made in another tab. */
export const whoQuery = queryOptions({
  queryKey: ['who'],
  queryFn: async ({ client }) => {
    const before = client.getQueryData<AnswerOf<VaultContract['who']>>(['who']);
    const now = await vault.call('who');
    // Nobody is shown what another person was: ids are of people, and differ by role.
    if (before !== undefined && before.id !== now.id) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'who' });
    }
    return now;
  },
  retry: false,
  refetchInterval: ({ state }) => state.data !== undefined && isSignedOut(state.error) && 3_000,
});

/** Whatever was refused for want of a sign-in: the pages say so at once, not at their next look. */
export function askWhoAgain(error: Error, queries: QueryClient): void {
  const { queryKey } = whoQuery;
  if (isSignedOut(error) && !isSignedOut(queries.getQueryState(queryKey)?.error)) {
    void queries.invalidateQueries({ queryKey });
  }
}
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => vault.call('status'),
  refetchInterval: everyMs,
});
export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: async () => (await vault.call('listGrants')).grants,
  refetchInterval: everyMs,
});
export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: async () => (await vault.call('catalogue')).programs,
});
export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: async () => (await vault.call('listDatasets')).datasets,
});
export const incidentsQuery = queryOptions({
  queryKey: ['incidents'],
  queryFn: async () => (await vault.call('listIncidents')).incidents,
});
export const releasesQuery = queryOptions({
  queryKey: ['releases'],
  queryFn: async () => (await vault.call('releasesOverTime')).days,
});

export type VaultStatus = AnswerOf<VaultContract['status']>;
export type GrantRow = AnswerOf<VaultContract['getGrant']>;
export type ReleaseDay = AnswerOf<VaultContract['releasesOverTime']>['days'][number];
export type DatasetRow = AnswerOf<VaultContract['listDatasets']>['datasets'][number];
export type CatalogueProgram = AnswerOf<VaultContract['catalogue']>['programs'][number];
