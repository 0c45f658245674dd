/** The keeper, as devices, stewards and the vault see it. */
import { keeperRoutes, type KeeperContract } from '@understudy/protocol';
import { createClient, type Client, type ClientOptions } from './client.ts';

export type KeeperClient = Client<KeeperContract>;

export function createKeeperClient(options: ClientOptions): KeeperClient {
  return createClient('keeper', keeperRoutes, options);
}
