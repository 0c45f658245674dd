/** The document's address, title and geometry → `page` records, at the start and at each change. */
import { titleOf } from '../snapshot/dom.ts';
import type { CleanText } from '../snapshot/describe.ts';
import type { Listeners } from './listen.ts';
import type { Outbox } from './outbox.ts';
import type { PageRecord, Viewport } from './page-batch.ts';
import { nowMs } from '../now.ts';

type PageFacts = Extract<PageRecord, { kind: 'page' }>;
type Cause = PageFacts['cause'];

const calmMs = 300;
const calmCauses: ReadonlySet<Cause> = new Set(['title', 'replace', 'resize']);
const longestUrl = 2000;
export const longestTitle = 1000;

export interface PageFactsOptions {
  readonly outbox: Outbox;
  readonly listeners: Listeners;
  readonly clean: CleanText;
  /** Below the `text` tier the address and the title stay where they are. */
  readonly keepsText: boolean;
  readonly closed: () => boolean;
}

/** @returns what tells the facts, if they are others than last told (or always, by `force`). */
export function tellPageFacts(options: PageFactsOptions): (cause: Cause, force?: boolean) => void {
  const { outbox, listeners, clean, keepsText, closed } = options;
  let told = '';
  let seen = '';
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let calm: ReturnType<typeof setTimeout> | null = null;
  const tell = (cause: Cause, force = false): void => {
    if (closed()) return;
    // A page may change its title and its address in a storm.
    if (calmCauses.has(cause) && nowMs() - toldAtMs < calmMs) {
      calm ??= setTimeout(() => {
        calm = null;
        tell(cause);
      }, calmMs);
      return;
    }
    seen = headOf(document);
    const facts = {
      url: keepsText ? clean(currentUrl(), '') : location.origin,
      title: keepsText ? clean(titleOf(document).slice(0, longestTitle), '') : '',
      viewport: currentViewport(),
    };
    const key = JSON.stringify(facts);
    if (key === told && !force) return;
    told = key;
    // A document that begins has no title yet: its first one is told at once.
    toldAtMs = cause === 'start' ? Number.NEGATIVE_INFINITY : nowMs();
    outbox.describe({ kind: 'page', atMs: nowMs(), cause, ...facts });
  };
  if ('navigation' in window) {
    listeners.onPlain(window.navigation, 'currententrychange', (event) => {
      const kind: unknown = Reflect.get(event, 'navigationType');
      tell(kind === 'push' || kind === 'replace' || kind === 'traverse' ? kind : 'reload');
    });
  } else {
    listeners.onPlain(window, 'popstate', () => tell('traverse'));
    listeners.onPlain(window, 'hashchange', () => tell('push'));
  }
  listeners.on(window, 'resize', () => tell('resize'));
  return (cause, force) => {
    // Asked at each change of the page, and nearly always the same.
    if (cause !== 'title' || headOf(document) !== seen) tell(cause, force);
  };
}

const headOf = (document: Document): string => `${location.href} ${titleOf(document)}`;

export function currentViewport(): Viewport {
  const { innerWidth: width, innerHeight: height, devicePixelRatio: scale } = window;
  return { width, height, scale };
}

/** Scheme, host, port and path: a query and a fragment may hold anything. */
export function currentUrl(): string {
  const { origin, pathname, protocol } = location;
  const start = origin === 'null' ? protocol : origin;
  return `${start}${pathname}`.slice(0, longestUrl);
}
