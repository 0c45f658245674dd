/**
 * A judged view → what is told of it: display, gaps, the window in front, its
 * page and the field in focus; each once, until it is another or was not kept.
 *
 * The window's title and the field may be of a page that nobody has told yet,
 * so they wait as input does until it is known what the window showed. What was
 * done on a page its own recorder tells, of listed pages alone: where nobody can
 * tell what was in front (a list that comes and goes within one reading of the
 * windows), it was that page's window if it was before and is after.
 */
import { tierReaches, type Tier } from '@understudy/base';
import type { RawEvent, RecordingEventKind } from '@understudy/recording';
import type { FocusedElement, PageDeed } from '../ports.ts';
import { urlToPageUrl } from './allowlist.ts';
import type { HoldQueue } from './hold-queue.ts';
import type { ShownPage } from './page-watch.ts';
import type { Tally } from './tally.ts';
import type { Timeline } from './timeline.ts';
import type { View } from './view.ts';

export interface Telling {
  /** @param sinceNs whether it may be taken holds from then on already, whatever was thought */
  view(view: View, atNs: number, sinceNs: number): void;
  page(view: View, page: ShownPage | null, atNs: number): void;
  focus(view: View, focus: FocusedElement, atNs: number): void;
  /** Something that was done on a page; with a tab, it is told once the page in front is known. */
  deed(deed: PageDeed, atNs: number): void;
  /** Another window came in front: its focus is told anew. */
  forgetFocus(): void;
  /** Decides all that was read until then; whether some of it was not kept, and may be told anew. */
  settle(untilNs: number): boolean;
  /** Nothing is looked at any more: a stretch that was refused ends here. */
  end(atNs: number): void;
}

export interface TellingParts {
  readonly tier: Tier;
  readonly views: Pick<Timeline<View | null>, 'at' | 'around'>;
  readonly queue: HoldQueue;
  readonly tally: Tally;
  readonly nowNs: () => number;
  readonly toTimeNs: (atNs: number) => number;
}

const nothing = { window: '', page: '', focus: '' };

/** Whether it may be kept, and from when on that is known. */
interface Fate {
  readonly isKept: boolean;
  readonly knownNs: number;
}

interface Waiting {
  readonly fate: () => Fate;
  readonly decide: (isKept: boolean) => void;
}

/** Something that was done, and until when the page is waited for that it was done on. */
interface Coming {
  readonly deed: PageDeed;
  readonly untilNs: number;
}

/** What is done with a tab or got by it often leads to a page that nobody knows yet. */
const tellsOfTabs = /^(?:tab|download)/u;
const arrivalNs = 5e9;
const mostComing = 20;

export function createTelling(parts: TellingParts): Telling {
  const { tier, views, queue, tally, toTimeNs } = parts;
  const takesActions = tierReaches(tier, 'actions');
  const takesText = tierReaches(tier, 'text');
  let display = '';
  let told = nothing;
  let refusedSinceNs: number | null = null;
  let waiting: Waiting[] = [];
  let coming: readonly Coming[] = [];

  const emit = (event: RawEvent, what: RecordingEventKind, app: string): void => {
    queue.add(event);
    tally.taken(what, app);
  };
  const emitOnceKnown = (
    event: Extract<RawEvent, { kind: 'window' | 'element' | 'interaction' }>,
    app: string,
    fate: () => Fate,
    onRefused: () => void,
  ): void => {
    const place = queue.hold(event.timeNs);
    const decide = (isKept: boolean): void => {
      place(isKept ? [event] : null);
      if (isKept) tally.taken(event.kind, app);
      else onRefused();
    };
    waiting.push({ fate, decide });
  };
  const isOpen = (view: View): boolean => view.foreground.verdict.kind === 'allowed';
  const isSure = (view: View): boolean => isOpen(view) && !view.foreground.inDoubt;
  /** Of what was read by now, at the latest. */
  const fateOfReading = (): (() => Fate) => {
    const knownNs = parts.nowNs();
    return () => {
      const view = views.at(knownNs);
      return { knownNs, isKept: view !== null && isSure(view) };
    };
  };

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
    const event = { kind: 'window', timeNs: toTimeNs(atNs), app, title, box, handle } as const;
    emitOnceKnown(event, app, fateOfReading(), () => {
      if (told.window === key) told = { ...told, window: '' };
    });
  };

  /** The view that a deed was done in, where that window was in front before and after, and `may`. */
  const viewOfDeed = (window: number, atNs: number, may: (view: View) => boolean) => {
    const { before, after } = views.around(atNs);
    const isIts = [before, after].every(
      (span) => span !== null && span.value.front?.handle === window && may(span.value),
    );
    return {
      view: isIts ? (before?.value ?? null) : null,
      knownNs: Math.max(atNs, after?.atNs ?? atNs),
    };
  };
  const tellDeed = (done: Coming, atNs: number): boolean => {
    const { window, element, ...deed } = done.deed;
    const { front = null } = viewOfDeed(window, atNs, isOpen).view ?? {};
    if (front === null) return false;
    const timeNs = toTimeNs(atNs);
    const own = element && { ...element, app: front.app };
    const event = { kind: 'interaction', timeNs, ...deed, element: own } as const;
    const fate = (): Fate => {
      const { view, knownNs } = viewOfDeed(window, atNs, isSure);
      return { knownNs, isKept: view !== null };
    };
    emitOnceKnown(event, front.app, fate, () => awaitPage(done));
    return true;
  };
  /** A tab that comes in front shows no page of ours at first, or none that anybody knows. */
  const awaitPage = (tab: Coming): void => {
    const isComing = tellsOfTabs.test(tab.deed.what) && parts.nowNs() < tab.untilNs;
    if (!isComing || tellDeed(tab, parts.nowNs())) return;
    coming = [...coming, tab].slice(-mostComing);
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
      const tabs = coming;
      coming = [];
      tabs.forEach(awaitPage);
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
      const event = { kind: 'element', timeNs, relation: 'focus', element } as const;
      emitOnceKnown(event, front.app, fateOfReading(), () => {
        if (told.focus === key) told = { ...told, focus: '' };
      });
    },
    deed: (deed, atNs) => {
      const done = { deed, untilNs: atNs + arrivalNs };
      if (takesActions && !tellDeed(done, atNs)) awaitPage(done);
    },
    forgetFocus: () => {
      told = { ...told, focus: '' };
    },
    settle: (untilNs) => {
      const due: (Fate & Pick<Waiting, 'decide'>)[] = [];
      waiting = waiting.filter(({ fate, decide }) => {
        const known = fate();
        if (known.knownNs > untilNs) return true;
        due.push({ ...known, decide });
        return false;
      });
      for (const { isKept, decide } of due) decide(isKept);
      return due.some(({ isKept }) => !isKept);
    },
    end: tellGap,
  };
}
