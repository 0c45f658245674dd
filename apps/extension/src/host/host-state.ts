/** The companion's state → what badge, scripts and pages follow. */
import type { Companion } from '@understudy/companion';
import type { PageState } from '../messages.ts';
import { sendToBackground } from '../own-channel.ts';
import { holdLine } from './line.ts';
import type { HostState } from '../own-messages.ts';
import type { PageTaker } from './page-taker.ts';

export function hostStateOf(companion: Companion, pages: PageTaker): HostState {
  return { page: pageStateOf(companion), origins: [...pages.origins()] };
}

export function pageStateOf(companion: Companion): PageState {
  const { wire } = companion.view();
  switch (wire.kind) {
    case 'idle':
      return { kind: 'stopped' };
    case 'recording':
      return { kind: 'recording', tier: wire.tier, clipboard: wire.clipboard };
    case 'paused':
    case 'locked':
      return { kind: 'paused', words: wire.words };
  }
}

/** Tells the background of every change of what it follows, the state at the start included. */
export async function publishState(companion: Companion, pages: PageTaker): Promise<never> {
  let told = '';
  const tell = async (): Promise<void> => {
    const state = hostStateOf(companion, pages);
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    holdLine(state.page.kind === 'recording');
    await sendToBackground({ to: 'background', kind: 'state', state });
  };
  await tell();
  const forever = new AbortController().signal;
  for await (const event of companion.feed.listen(forever)) {
    if (event.kind === 'capture') await tell();
  }
  throw new TypeError('The companion was closed while its host lives.');
}
