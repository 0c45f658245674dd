/** The content script of the tests' own extension: the page's part of the recorder, and nothing else. */
import { startPage, type PageOptions } from '../../src/page/start-page.ts';
import { coverAll } from '../../src/snapshot/cover.ts';
import type { ProbeFromPage, ProbeOptions, ProbeToPage } from './probe-messages.ts';

interface ExtensionApi {
  readonly runtime: {
    sendMessage(message: ProbeFromPage): Promise<unknown>;
    readonly onMessage: {
      addListener(
        listener: (
          message: ProbeToPage,
          sender: unknown,
          respond: (answer: unknown) => void,
        ) => boolean,
      ): void;
    };
  };
  readonly dom: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null };
}
declare const chrome: ExtensionApi;
declare const probeOptions: ProbeOptions;

const slices: number[] = [];
const say = (message: ProbeFromPage): void => void chrome.runtime.sendMessage(message);

const options: PageOptions = {
  tier: probeOptions.tier,
  clipboard: probeOptions.clipboard,
  uncovered: coverAll,
  clean: (text) =>
    probeOptions.cleaned.reduce((clean, word) => clean.replaceAll(word, '[clean]'), text),
  open: (element) =>
    element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null,
  send: async (batch) => {
    await chrome.runtime.sendMessage({ kind: 'batch', batch });
  },
  onPauseClick: () => say({ kind: 'pauseClick' }),
  onHidden: (why) => say({ kind: 'hidden', why }),
  isAnchored: true,
  onFrameWanted: (cause) => say({ kind: 'frameWanted', cause }),
  onSlice: (durationMs) => slices.push(durationMs),
};

const page = startPage(options);
page.show('recording');

chrome.runtime.onMessage.addListener((message, _sender, respond) => {
  switch (message.kind) {
    case 'view':
      void page.view(message.sinceMs).then(respond);
      return true;
    case 'standing':
      void page.standing().then(respond);
      return true;
    case 'structure': {
      const startMs = performance.now();
      const structure = page.structure(message.point);
      respond({ structure, tookMs: performance.now() - startMs });
      return false;
    }
    case 'show':
      page.show(message.state);
      respond(true);
      return false;
    case 'stop':
      page.stop();
      respond(true);
      return false;
    case 'flush':
      void page.flush().then(() => respond(true));
      return true;
    case 'slices':
      respond(slices);
      return false;
    default:
      return false;
  }
});
