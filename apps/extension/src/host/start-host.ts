/**
 * The host: a companion of its own, inside the browser. It alone holds raw
 * events (in memory), keys (that nobody can export) and sealed segments (in
 * the origin's private file system), and it alone redacts and seals.
 */
import { systemClock, systemRandom } from '@understudy/base';
import { createCompanion, createCompanionService, openHome } from '@understudy/companion';
import { createBrowserSource } from './browser-source.ts';
import { publishState } from './host-state.ts';
import { servePages } from './page-channel.ts';
import { listenToTabs } from './tab-messages.ts';

const homeFolder = 'understudy';

/** Listens before it is ready, so that nothing that is sent meanwhile is lost. */
export async function startHost(): Promise<void> {
  const source = createBrowserSource();
  const ready = openHome(homeFolder, systemClock, systemRandom)
    .then((home) => createCompanion({ home, openSource: async () => source }))
    .then((companion) => ({ companion, pages: source }));
  listenToTabs(ready);
  servePages(ready.then(({ companion }) => createCompanionService(companion)));
  const { companion } = await ready;
  await publishState(companion, source);
}
