/**
 * What tabs and background send to the host. A page's script is believed only
 * about its own document, whose place and origin the browser tells.
 */
import { errorToLine } from '@understudy/base';
import { joinFromText, type Companion } from '@understudy/companion';
import { fromPageSchema, type FromPage, type PageState } from '../messages.ts';
import { listenAsHost } from '../own-channel.ts';
import type { HostState, JoinAnswer, ToHost } from '../own-messages.ts';
import { pageSenderOf, type PageSender } from '../sender.ts';
import { hostStateOf, pageStateOf } from './host-state.ts';
import type { BrowserSource } from './browser-source.ts';

interface Host {
  readonly companion: Companion;
  readonly pages: BrowserSource;
}

/** Listens at once; answers once the host is ready. */
export function listenToTabs(ready: Promise<Host>): void {
  listenAsHost(async (message) => answerOwn(await ready, message));
  chrome.runtime.onMessage.addListener((value: unknown, sender, respond) => {
    const message = fromPageSchema.safeParse(value);
    const page = pageSenderOf(sender);
    if (!message.success || page === null) return false;
    void ready
      .then((host) => answerPage(host, page, message.data))
      .then(respond, () => respond(null));
    return true;
  });
}

async function answerOwn(
  { companion, pages }: Host,
  message: ToHost,
): Promise<HostState | JoinAnswer | boolean> {
  switch (message.kind) {
    case 'whatState':
      return hostStateOf(companion, pages);
    case 'togglePause':
      return togglePause(companion);
    case 'join':
      return joinVault(companion, message.text);
    case 'desktop':
      pages.giveWay(message.recording);
      if (message.recording) await companion.stop();
      return true;
    case 'front':
      pages.bringToFront(message.tab, message.atMs);
      return true;
    case 'turned':
      pages.turnTab(message.tab, message.origin, message.atMs);
      return true;
    case 'download':
      pages.noteDownload(message.name, message.origin, message.atMs);
      return true;
  }
}

async function joinVault({ home }: Companion, text: string): Promise<JoinAnswer> {
  try {
    await joinFromText(home, text, 'The file');
    return { kind: 'joined' };
  } catch (error) {
    return { kind: 'refused', words: errorToLine(error) };
  }
}

/** Whether there was anything to pause or to go on with. */
async function togglePause(companion: Companion): Promise<boolean> {
  switch (companion.view().wire.kind) {
    case 'idle':
      return false;
    case 'recording':
      await companion.pause();
      return true;
    case 'paused':
    case 'locked':
      await companion.resume();
      return true;
  }
}

function answerPage({ companion, pages }: Host, page: PageSender, message: FromPage): PageState {
  const stopped: PageState = { kind: 'stopped' };
  if (!pages.covers(page.origin)) return stopped;
  switch (message.kind) {
    case 'hello':
      pages.greet(page);
      break;
    case 'batch':
      pages.takeBatch(page, message.batch);
      break;
    case 'pictureWanted':
      pages.wantPicture(page.tab, message.cause);
      break;
    case 'pause':
      pages.pauseAtMarker();
      break;
    case 'markerHidden':
      pages.markerHidden();
  }
  return pageStateOf(companion);
}
