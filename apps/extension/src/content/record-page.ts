/**
 * One document and the host: what `startPage` tells goes there, what the
 * person decided comes back. It begins with the document, since the host may
 * answer late and the person does not wait; a host that answers nothing ends it:
 * a recorder that died leaves no listener and no marker behind.
 */
import { inTime } from '../in-time.ts';
import type { FromPage, PageState, ToPage } from '../messages.ts';
import { startPage, type Page } from '../page/start-page.ts';
import { coverAll } from '../snapshot/cover.ts';
import { awaitUse, isOneOfMany } from './await-use.ts';
import { openShadowRoot } from './open-shadow-root.ts';
import { setStartReach, startReach, type Reach } from './start-reach.ts';

/** A worker and its host that must start first answer within 3 s on a loaded machine; no marker shows until then. */
const helloPatienceMs = 30_000;

/** In the script's own world, which no page can see: whether this document is recorded already. */
const running = Symbol.for('understudy.page');

type World = typeof globalThis & { [running]?: true };

export async function recordPage(): Promise<void> {
  const world: World = globalThis;
  if (world[running] === true) return;
  world[running] = true;
  const use = isOneOfMany() ? awaitUse() : null;
  await use?.begun;
  follow(startReach(), use?.end() ?? 0, world);
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

function follow({ tier, clipboard }: Reach, missed: number, world: World): void {
  const onMessage = (
    message: ToPage,
    _sender: chrome.runtime.MessageSender,
    respond: (answer: unknown) => void,
  ): boolean => {
    switch (message.kind) {
      case 'state':
        apply(message.state);
        return false;
      case 'flush':
        void page.flush().then(() => respond(true));
        return true;
      case 'pictureComing':
        void page.prepare().then(respond, () => respond(false));
        return true;
      case 'snapshotWanted':
        void page.view(message.sinceMs).then(respond, () => respond(null));
        return true;
    }
  };
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    page.stop();
    chrome.runtime.onMessage.removeListener(onMessage);
    delete world[running];
  };
  const apply = (state: PageState): void => {
    // What was sent last may be answered late.
    if (isOver) return;
    switch (state.kind) {
      case 'stopped':
        stop();
        return;
      case 'recording':
        if (state.tier === tier && state.clipboard === clipboard) page.show('recording');
        else startAgain(state);
        return;
      case 'paused':
        page.show('paused');
    }
  };
  /** Another session began while this document was being opened. */
  const startAgain = (next: Reach): void => {
    stop();
    setStartReach(next);
    void recordPage();
  };
  const tell = async (message: FromPage): Promise<void> => apply(await send(message));

  const hello = send({ to: 'host', kind: 'hello' });
  void inTime(hello, helloPatienceMs).then((state) => apply(state ?? { kind: 'stopped' }));
  const page: Page = startPage({
    tier,
    missed,
    clipboard,
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
}
