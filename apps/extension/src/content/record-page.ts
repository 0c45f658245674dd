/**
 * One document and the host: what `startPage` tells goes there, what the
 * person decided comes back. Without a host that answers nothing runs: a
 * recorder that died leaves no listener and no marker behind.
 */
import type { FromPage, PageState, ToPage } from '../messages.ts';
import { startPage, type Page } from '../page/start-page.ts';
import { coverAll } from '../snapshot/cover.ts';
import { awaitUse, isOneOfMany } from './await-use.ts';
import { openShadowRoot } from './open-shadow-root.ts';

/** In the script's own world, which no page can see: whether this document is recorded already. */
const running = Symbol.for('understudy.page');

type World = typeof globalThis & { [running]?: true };

export async function recordPage(): Promise<void> {
  const world: World = globalThis;
  if (world[running] === true) return;
  world[running] = true;
  const use = isOneOfMany() ? awaitUse() : null;
  await use?.begun;
  const state = await send({ to: 'host', kind: 'hello' });
  const missed = use?.end() ?? 0;
  if (state.kind === 'recording') follow(state.tier, missed, world);
  else delete world[running];
}

async function send(message: FromPage): Promise<PageState> {
  try {
    const answer = await chrome.runtime.sendMessage<FromPage, PageState | null>(message);
    return answer ?? { kind: 'stopped' };
  } catch {
    // Nobody listens, or the extension was removed or replaced while this page stayed open.
    return { kind: 'stopped' };
  }
}

function follow(
  tier: Extract<PageState, { kind: 'recording' }>['tier'],
  missed: number,
  world: World,
): void {
  const onMessage = (
    message: ToPage,
    _sender: chrome.runtime.MessageSender,
    respond: (answer: unknown) => void,
  ): boolean => {
    switch (message.kind) {
      case 'state':
        apply(message.state);
        return false;
      case 'snapshotWanted':
        void page.view(message.sinceMs).then(respond, () => respond(null));
        return true;
    }
  };
  const apply = (state: PageState): void => {
    if (state.kind !== 'stopped') return page.show(state.kind);
    page.stop();
    chrome.runtime.onMessage.removeListener(onMessage);
    delete world[running];
  };
  const tell = async (message: FromPage): Promise<void> => apply(await send(message));

  const page: Page = startPage({
    tier,
    missed,
    clipboard: false,
    uncovered: coverAll,
    // The host redacts all of it before anything is kept.
    clean: (text) => text,
    open: openShadowRoot,
    send: (batch) => tell({ to: 'host', kind: 'batch', batch }),
    onPauseClick: () => void tell({ to: 'host', kind: 'pause' }),
    onHidden: (why) => void tell({ to: 'host', kind: 'markerHidden', why }),
    onFrameWanted: (cause) => {
      if (tier === 'screen') void tell({ to: 'host', kind: 'pictureWanted', cause });
    },
  });
  chrome.runtime.onMessage.addListener(onMessage);
  page.show('recording');
}
