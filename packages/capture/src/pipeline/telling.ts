/**
 * A judged view → what is told of it: display, gaps, the window in front, its
 * page and the field in focus; each once, until it is another.
 */
import { tierReaches, type Tier } from '@understudy/base';
import type { RawEvent, RecordingEventKind } from '@understudy/recording';
import type { FocusedElement } from '../ports.ts';
import { urlToPageUrl } from './allowlist.ts';
import type { HoldQueue } from './hold-queue.ts';
import type { ShownPage } from './page-watch.ts';
import type { Tally } from './tally.ts';
import type { View } from './view.ts';

export interface Telling {
  /** @param sinceNs whether it may be taken holds from then on already, whatever was thought */
  view(view: View, atNs: number, sinceNs: number): void;
  page(view: View, page: ShownPage | null, atNs: number): void;
  focus(view: View, focus: FocusedElement, atNs: number): void;
  /** Another window came in front: its focus is told anew. */
  forgetFocus(): void;
  /** Nothing is looked at any more: a stretch that was refused ends here. */
  end(atNs: number): void;
}

export interface TellingParts {
  readonly tier: Tier;
  readonly queue: HoldQueue;
  readonly tally: Tally;
  readonly toTimeNs: (atNs: number) => number;
}

const nothing = { window: '', page: '', focus: '' };

export function createTelling({ tier, queue, tally, toTimeNs }: TellingParts): Telling {
  const takesActions = tierReaches(tier, 'actions');
  const takesText = tierReaches(tier, 'text');
  let display = '';
  let told = nothing;
  let refusedSinceNs: number | null = null;

  const emit = (event: RawEvent, what: RecordingEventKind, app: string): void => {
    queue.add(event);
    tally.taken(what, app);
  };
  const isOpen = (view: View): boolean => view.foreground.verdict.kind === 'allowed';

  const tellDisplay = (view: View, atNs: number): void => {
    const key = JSON.stringify(view.scene.display);
    if (key === display) return;
    display = key;
    emit({ kind: 'display', timeNs: toTimeNs(atNs), ...view.scene.display }, 'display', '');
  };
  const tellGap = (atNs: number): void => {
    if (refusedSinceNs === null) return;
    const timeNs = toTimeNs(refusedSinceNs);
    queue.add({ kind: 'gap', timeNs, durationNs: toTimeNs(atNs) - timeNs, reason: 'notAllowed' });
  };
  const tellWindow = (view: View, atNs: number): void => {
    const { front } = view;
    if (!takesActions || front === null || !isOpen(view)) return;
    const { app, box, handle } = front;
    const title = takesText ? front.title : '';
    const key = JSON.stringify([app, title, box, handle]);
    if (key === told.window) return;
    told = { ...told, window: key };
    emit({ kind: 'window', timeNs: toTimeNs(atNs), app, title, box, handle }, 'window', app);
  };

  return {
    view: (view, atNs, sinceNs) => {
      tellDisplay(view, atNs);
      if (!isOpen(view)) refusedSinceNs ??= sinceNs;
      else if (refusedSinceNs !== null) {
        if (refusedSinceNs < sinceNs) tellGap(sinceNs);
        refusedSinceNs = null;
        told = nothing;
      }
      tellWindow(view, atNs);
    },
    page: (view, page, atNs) => {
      const { front } = view;
      if (!takesActions || front === null || page === null || !isOpen(view)) return;
      const url = page.url === null ? '' : urlToPageUrl(page.url);
      const title = takesText ? page.pageTitle : '';
      if (url === '' || `${url} ${title}` === told.page) return;
      told = { ...told, page: `${url} ${title}` };
      emit({ kind: 'page', timeNs: toTimeNs(atNs), url, title }, 'page', front.app);
    },
    focus: (view, focus, atNs) => {
      const { front, foreground } = view;
      if (!takesActions || front === null || !isOpen(view)) return;
      if (focus.processId !== front.processId) return;
      if (foreground.pagesOnly && !focus.inPage) return;
      const element = { ...focus.element, app: front.app };
      const key = JSON.stringify(element);
      if (key === told.focus) return;
      told = { ...told, focus: key };
      const timeNs = toTimeNs(atNs);
      emit({ kind: 'element', timeNs, relation: 'focus', element }, 'element', front.app);
    },
    forgetFocus: () => {
      told = { ...told, focus: '' };
    },
    end: tellGap,
  };
}
