/** A real keeper and a real vault with the same people, in this process and over sockets, by one clock. */
import { createWorld, unseal, type TurnedClock, type World } from '../../keeper/tests/world.ts';
import { startVault, type TestVault } from '../../vault/tests/world.ts';

export interface TestServers {
  readonly people: World['people'];
  readonly keeper: Awaited<ReturnType<World['start']>>['keeper'];
  readonly keeperUrl: string;
  /** Put another in its place after a restart: `stop` ends the one that is here. */
  vault: TestVault;
  stop(): Promise<void>;
}

export async function startServers(
  options: { readonly clock?: TurnedClock; readonly retentionDays?: number } = {},
): Promise<TestServers> {
  const world = await createWorld(options);
  const { keeper, url: keeperUrl } = await world.start();
  await unseal(keeperUrl);
  const { anna, ben, researcher, operator } = world.people;
  const vault = await startVault(
    { clock: world.clock, keeperUrl },
    {
      stewards: [
        { id: anna.steward, key: anna.key },
        { id: ben.steward, key: ben.key },
      ],
      researcher: { id: researcher.researcher, key: researcher.key },
      operator: { key: operator },
    },
  );
  const servers: TestServers = {
    people: world.people,
    keeper,
    keeperUrl,
    vault,
    stop: async () => {
      await servers.vault.stop();
      await world.end();
    },
  };
  return servers;
}
