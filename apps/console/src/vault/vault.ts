/** The vault as React Query sees it; the session's cookie says who asks. */
import { queryOptions } from '@tanstack/react-query';
import { createConsoleClient } from '@understudy/courier';
import type { AnswerOf, VaultContract } from '@understudy/protocol';

export const vault = createConsoleClient({ baseUrl: location.origin });

const everyMs = 10_000;

export const whoQuery = queryOptions({
  queryKey: ['who'],
  queryFn: () => vault.call('who'),
  retry: false,
});
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
