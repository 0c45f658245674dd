/**
 * One document while the desktop records: it keeps the page's tree and answers
 * about it. What happens on the page is recorded by the desktop, once: only what
 * no key, pointer or pixel tells leaves this script (deeds.ts).
 */
import { awaitUse, isOneOfMany } from '../content/await-use.ts';
import type { Reach } from '../content/start-reach.ts';
import { ownFramePath } from '../snapshot/frame-index.ts';
import { coverAll } from '../snapshot/cover.ts';
import type { OpenShadowRoot } from '../snapshot/dom.ts';
import { startPage, type Page } from '../page/start-page.ts';
import { isDeed } from './deeds.ts';
import { nowMs } from '../now.ts';
import { currentViewport } from '../page/page-facts.ts';
import type {
  FromPairedPage,
  PairedControl,
  PairedPlace,
  PairedPoint,
  ToPairedPage,
} from './pair-messages.ts';

/** The desktop hands over what is half a second old. */
const deedFlushMs = 50;

/** In the script's own world, which no page can see: whether this document is paired already. */
const running = Symbol.for('understudy.pair');

type World = typeof globalThis & { [running]?: true };

export async function pairPage(open: OpenShadowRoot): Promise<void> {
  const world: World = globalThis;
  if (world[running] === true) return;
  world[running] = true;
  const use = isOneOfMany() ? awaitUse() : null;
  await use?.begun;
  use?.end();
  const reach = await askReach();
  if (reach === null) {
    delete world[running];
    return;
  }
  const onFocus = (): void => void tell({ to: 'pair', kind: 'focus', atMs: nowMs() });
  const onInput = (event: Event): void => {
    const isPut = event instanceof InputEvent && event.inputType.startsWith('insert');
    if (event.isTrusted && isPut) void tell({ to: 'pair', kind: 'written', atMs: nowMs() });
  };
  const page: Page = startPage({
    tier: reach.tier === 'motion' ? 'actions' : reach.tier,
    clipboard: reach.clipboard,
    uncovered: coverAll,
    // The companion redacts all of it before anything is kept.
    clean: (text) => text,
    open,
    flushMs: deedFlushMs,
    send: async ({ records }) => {
      for (const record of records.filter(isDeed)) {
        const node = 'target' in record ? page.nodeOf(record.target) : null;
        void tell({ to: 'pair', kind: 'did', record, node });
      }
    },
    onPauseClick: () => void tell({ to: 'pair', kind: 'pause' }),
    // The desktop has an indicator of its own.
    onHidden: () => {},
    onFrameWanted: () => void tell({ to: 'pair', kind: 'changed', atMs: nowMs() }),
    isAnchored: true,
    onFocusMoved: onFocus,
  });
  const onMessage = (
    message: ToPairedPage,
    _sender: chrome.runtime.MessageSender,
    respond: (answer: unknown) => void,
  ): boolean => {
    switch (message.kind) {
      case 'pairControl':
        respond(readControl(page, message.at));
        return false;
      case 'pairView':
        void page.standing().then(respond, () => respond(null));
        return true;
      case 'pairStop':
        page.stop();
        window.removeEventListener('input', onInput, true);
        chrome.runtime.onMessage.removeListener(onMessage);
        delete world[running];
        return false;
      default:
        // For the page's script, where both run.
        return false;
    }
  };
  chrome.runtime.onMessage.addListener(onMessage);
  // Ahead of the page's own listeners, which may keep it from all others.
  window.addEventListener('input', onInput, true);
  page.show('recording');
  onFocus();
}

/** How far the desktop's recording reaches; null: this page is none of its own. */
async function askReach(): Promise<Reach | null> {
  const answer: Reach | null | undefined = await chrome.runtime
    .sendMessage<FromPairedPage, Reach | null | undefined>({ to: 'pair', kind: 'hello' })
    .catch(() => null);
  return answer ?? null;
}

async function tell(message: FromPairedPage): Promise<void> {
  // The background may be starting again; what it did not hear it asks for.
  await chrome.runtime.sendMessage(message).catch(() => null);
}

function readControl(page: Page, at: PairedPlace): PairedControl {
  const structure = page.structure(typeof at === 'string' ? null : toCssPixels(at));
  const control = at === 'focus' ? structure?.focused : structure?.pointed;
  return {
    framePath: ownFramePath(),
    viewport: currentViewport(),
    anchor: structure?.anchor ?? null,
    hasFocus: document.hasFocus(),
    control: at === 'nothing' ? null : (control ?? null),
  };
}

function toCssPixels({ x, y, scale }: PairedPoint): { readonly x: number; readonly y: number } {
  const unit = scale ?? window.devicePixelRatio;
  return { x: x / unit, y: y / unit };
}
