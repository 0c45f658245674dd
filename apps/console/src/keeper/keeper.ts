/** The keeper as its own page sees it. */
import { createKeeperClient } from '@understudy/courier';
import { queryOptions } from '@tanstack/react-query';

export const keeper = createKeeperClient({ baseUrl: location.origin });

export const keeperQuery = queryOptions({
  queryKey: ['keeper'],
  queryFn: () => keeper.status(),
  refetchInterval: 5_000,
});
