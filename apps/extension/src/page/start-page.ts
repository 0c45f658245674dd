/**
 * Everything that runs in one document of a recorded page, put together; started
 * only under consent, and gone without a trace after `stop`.
 *
 * The page's own scripts get no way to speak to it: it listens to trusted events
 * of the browser only, and sets nothing that they could see but the marker.
 */
import type { Uncovered } from '../snapshot/cover.ts';
import type { CleanText } from '../snapshot/describe.ts';
import {
  deepActiveElement,
  documentElementOf,
  isConnectedOf,
  type OpenShadowRoot,
} from '../snapshot/dom.ts';
import { ownFramePath } from '../snapshot/frame-index.ts';
import { createSecureFields } from '../snapshot/secure-field.ts';
import type { SnapshotNode } from '../snapshot/snapshot-node.ts';
import { createShadowLookup } from '../snapshot/shadow-lookup.ts';
import { createSnapshotter, type Snapshotter } from '../snapshot/snapshotter.ts';
import type { Change, WideChange } from '../snapshot/unseen-subtrees.ts';
import { watchBrowserDialogs } from './browser-dialogs.ts';
import { listenToClipboard } from './clipboard.ts';
import { isInTransition, onItsWayMs, watchDrawn } from './drawn-watch.ts';
import { createFrameWish, type PictureCause } from './frame-wish.ts';
import { listenToInteractions } from './interactions.ts';
import { listenToKeyboard } from './keyboard.ts';
import { createListeners } from './listen.ts';
import { createMarker, type MarkerState } from './marker.ts';
import { createMotionWatch } from './motion-watch.ts';
import { createMoves, type Moves } from './moves.ts';
import { createOutbox } from './outbox.ts';
import type { PageBatch } from './page-batch.ts';
import { currentViewport, tellPageFacts } from './page-facts.ts';
import type { PageView } from './page-view.ts';
import { listenToPointer } from './pointer.ts';
import { noteTree, type Scene } from './scene.ts';
import { createAnchorKeeper, readStructure, type PageStructure } from './structure.ts';
import { nowMs } from '../now.ts';
import { viewPage, type PageViewFacts } from './view-page.ts';
import { watchRoots } from './watch-roots.ts';

export interface PageOptions {
  readonly tier: 'motion' | 'actions' | 'text' | 'screen';
  /** Input events of the document that came before this: counted as lost. */
  readonly missed?: number;
  /** Whether it is told what is copied and pasted. */
  readonly clipboard: boolean;
  readonly uncovered: Uncovered;
  readonly clean: CleanText;
  /** `chrome.dom.openOrClosedShadowRoot`, where the browser has it. */
  readonly open: OpenShadowRoot;
  readonly send: (batch: PageBatch) => Promise<void>;
  /** How long records wait for more of them. */
  readonly flushMs?: number;
  readonly onPauseClick: () => void;
  readonly onHidden: (why: string) => void;
  readonly onFrameWanted: (cause: PictureCause) => void;
  /** Whether `structure` tells where on the screen the page stands. */
  readonly isAnchored?: boolean;
  /** Told at once when another element may have the focus. */
  readonly onFocusMoved?: () => void;
  /** Told how long each slice of work on the tree took. */
  readonly onSlice?: (durationMs: number) => void;
}

export interface Page {
  show(state: MarkerState): void;
  /** Looks where all stands. @returns whether a picture that is taken now can be explained; it is wished for again else. */
  prepare(): Promise<boolean>;
  /**
   * What explains a picture that was asked for at `sinceMs`. null below the `screen` tier, in a frame
   * that nobody has seen yet, and where the browser draws nothing.
   */
  view(sinceMs: number): Promise<PageView | null>;
  /** The same of this moment, drawn or not, for who has the pixels and compares; null also before anything is drawn. */
  standing(): Promise<PageView | null>;
  /** A control by the number that records give it; null where it is gone, or none. */
  nodeOf(id: number | null): SnapshotNode | null;
  structure(point: { readonly x: number; readonly y: number } | null): PageStructure | null;
  /** Resolves once the recorder has everything up to now. */
  flush(): Promise<void>;
  stop(): void;
}

/** While it blocks what is drawn, a page that is busy explains no picture. */
const topPatienceMs = 2_000;
/** The browser draws nothing of a frame that is scrolled away: no picture of the page waits for it for long. */
const framePatienceMs = 300;

/** By these alone style sheets and scripts show other things. */
const doubtful = ['pointerover', 'pointerdown', 'pointerup', 'focus', 'blur', 'keydown'] as const;
/** Between a move and the frame that draws it. */
const frameMs = 34;
const motionEvents = [
  'transitionrun',
  'transitionend',
  'transitioncancel',
  'animationstart',
  'animationend',
  'animationcancel',
] as const;

const isOfContent = ({ kind }: Change): boolean => kind === 'content';

export function startPage(options: PageOptions): Page {
  const { tier } = options;
  const { recent, fresh: open } = createShadowLookup(options.open);
  const keepsText = tier === 'text' || tier === 'screen';
  const isTop = window.parent === window;
  const secure = createSecureFields(recent);
  const clean: CleanText = (text, label) => (secure.isTold(text) ? '' : options.clean(text, label));
  const listeners = createListeners();
  const anchor = options.isAnchored === true ? createAnchorKeeper() : null;
  const marker = isTop ? createMarker(options) : null;
  let state: MarkerState = 'recording';
  let isAwake = false;
  /** Since when it is this document that the tab shows. */
  let shownAtMs = Number.POSITIVE_INFINITY;

  const frames = createFrameWish({
    onWanted: (cause) => {
      if (state === 'recording') options.onFrameWanted(cause);
    },
    // The desktop has the pixels, and compares.
    restMs: () => (drawn === null || options.isAnchored === true ? 0 : moves.restMs()),
  });
  const outbox = createOutbox({
    framePath: ownFramePath,
    send: options.send,
    ...(options.flushMs === undefined ? {} : { flushMs: options.flushMs }),
    onHole: () => snapshotter?.startOver(),
  });

  for (let lost = 0; lost < (options.missed ?? 0); lost += 1) outbox.drop('overflow');

  const explainsPictures = tier === 'screen' || options.isAnchored === true;
  /** The document, and the shadow trees that a look came into. */
  const roots = new Set<Document | ShadowRoot>([document]);
  const shownRoots = function* (): Generator<Document | ShadowRoot> {
    for (const root of roots) {
      if (isConnectedOf(root)) yield root;
      else roots.delete(root);
    }
  };
  const inTransition = (): boolean => isInTransition(shownRoots());
  const drawn = explainsPictures
    ? watchDrawn({ isInTransition: inTransition, onTransitionEnd: () => moved('places') })
    : null;

  const touch = (changes: readonly Change[] | WideChange): void => {
    if (!isAwake) return;
    drawn?.note();
    const mayHold = typeof changes === 'string' ? changes === 'all' : changes.some(isOfContent);
    if (mayHold) motion.noteContent();
    snapshotter?.touch(changes);
    frames.change();
  };

  const watch = watchRoots(secure, (changes) => {
    if (changes === 'all' || changes.some(({ thing }) => thing === document)) listeners.renew();
    touch(changes);
    tellFacts('title');
  });

  const snapshotter: Snapshotter | null =
    tier === 'motion'
      ? null
      : createSnapshotter({
          open: recent,
          secure,
          clean,
          uncovered: options.uncovered,
          keepsText,
          explainsPictures,
          top: () => documentElementOf(document),
          focused: () => deepActiveElement(document, recent),
          skip: (element) => marker?.isOwn(element) ?? false,
          onShadowRoot: (root) => {
            roots.add(root);
            watchRoot(root);
          },
          onFrameMoved: () => noteTree(scene, nowMs()),
          onSlice: options.onSlice ?? (() => undefined),
        });

  const scene: Scene = {
    outbox,
    open,
    secure,
    snapshotter,
    closed: () => (state === 'paused' ? 'paused' : null),
    keepsKeys: keepsText,
    isOwn: (element) => marker?.isOwn(element) ?? false,
    wantFrame: () => frames.act(),
  };

  const motion = createMotionWatch(shownRoots, recent);
  const moves: Moves = createMoves({
    motion,
    onItsWayMs: onItsWayMs + frameMs,
    lookAtAll: () => void snapshotter?.settle('before'),
  });
  const moved = (how: 'places' | 'scroll'): void => {
    touch(how);
    // Not before what is noted: until it is drawn, pictures show what stood elsewhere.
    moves.noteAll();
  };
  const scrolled = (area: Element | null): void => {
    touch('scroll');
    moves.noteScroll(area);
  };
  const lookAtMotion = (how: 'roughly' | 'closely'): void => {
    if (drawn === null) return;
    const { isOther, isUnderway } = moves.look(how);
    if (isOther) touch('places');
    else if (isUnderway) snapshotter?.touch('places');
  };
  /** Until it is drawn, pictures show what the tab showed before. */
  const appear = (): void => {
    moved('places');
    shownAtMs = nowMs();
  };
  listenToPointer(scene, listeners);
  listenToKeyboard(scene, listeners);
  const interactions = listenToInteractions(scene, listeners, {
    clean,
    keepsText,
    onScroll: drawn === null ? () => moved('scroll') : scrolled,
    onState: (thing) => touch([{ thing, kind: 'style' }]),
    onFocusMoved: options.onFocusMoved ?? (() => undefined),
  });
  if (options.clipboard) listenToClipboard(scene, listeners, { clean, keepsText });
  const dialogs = watchBrowserDialogs(outbox, listeners, () => state === 'paused');
  // What a frame shows is told by the page around it: its address is no page of its own.
  const tellFacts = isTop
    ? tellPageFacts({ outbox, listeners, clean, keepsText, closed: () => state === 'paused' })
    : () => undefined;
  const watchedRoots = new WeakSet<Document | ShadowRoot>();
  const watchRoot = (root: Document | ShadowRoot): void => {
    if (watchedRoots.has(root)) return;
    watchedRoots.add(root);
    watch.watch(root);
    interactions.watch(root);
    // Of a shadow tree's own nothing is told outside of it; the window is told first.
    const target = root === document ? window : root;
    for (const type of motionEvents) listeners.on(target, type, () => lookAtMotion('roughly'));
    // A picture has its size once it is there.
    for (const type of ['load', 'error'] as const) {
      listeners.on(root, type, ({ target }) => {
        if (target instanceof Node) touch([{ thing: target, kind: 'style' }]);
      });
    }
  };
  watchRoot(document);

  const wake = (): void => {
    if (isAwake) return;
    isAwake = true;
    watch.wake();
    appear();
    touch('all');
  };
  /** A frame that nobody sees costs nothing: pages may have thousands. */
  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) wake();
  });
  const top = documentElementOf(document);
  if (isTop || top === null) wake();
  else seen.observe(top);

  if (anchor !== null) listeners.on(window, 'pointermove', (event) => anchor.note(event));
  for (const type of doubtful) {
    listeners.on(window, type, () => snapshotter?.doubt());
  }
  listeners.on(window, 'resize', () => moved('places'));
  listeners.on(window, 'load', () => touch('all'));
  listeners.onPlain(document.fonts, 'loadingdone', () => touch('places'));
  /** The recorder may have forgotten what it was told of this document. */
  const tellAnew = (cause: 'start' | 'traverse'): void => {
    snapshotter?.startOver();
    tellFacts(cause, true);
    touch('all');
  };
  // The browser kept it (bfcache) while another page stood in its place.
  listeners.onPlain(window, 'pageshow', (event) => {
    if (!(event instanceof PageTransitionEvent) || !event.persisted) return;
    appear();
    tellAnew('traverse');
  });
  // Until now nobody saw it, and the browser took it for no page of the tab's.
  listeners.onPlain(document, 'prerenderingchange', () => {
    appear();
    tellAnew('start');
  });
  // A picture of this moment may show another tab.
  listeners.onPlain(document, 'visibilitychange', () => moved('places'));
  listeners.onPlain(window, 'pagehide', () => void outbox.flush());
  tellFacts('start');
  const facts = (): PageViewFacts => ({
    framePath: ownFramePath(),
    viewport: currentViewport(),
  });
  const viewSince = async (sinceMs: number): Promise<PageView | null> => {
    if (snapshotter === null) return null;
    return viewPage({ snapshotter, moves, isInTransition: inTransition, facts }, sinceMs);
  };

  return {
    show: (next) => {
      if (next === state) {
        marker?.show(state);
        return;
      }
      state = next;
      marker?.show(state);
      if (state === 'recording') tellAnew('start');
    },
    prepare: async () => {
      if (snapshotter === null || drawn === null || !isAwake) return false;
      lookAtMotion('closely');
      if (moves.restMs() === 0) await snapshotter.settle('before');
      const isStill = moves.restMs() === 0 && !inTransition();
      if (!isStill) frames.again();
      return isStill;
    },
    view: async (sinceMs) => {
      if (snapshotter === null || drawn === null || !isAwake) return null;
      const patienceMs = isTop ? topPatienceMs : framePatienceMs;
      if (!(await drawn.frame(patienceMs))) return null;
      const shownMs = drawn.until(sinceMs);
      lookAtMotion('closely');
      const view = await viewSince(shownMs);
      if (view?.unsettled === null) frames.again();
      return view;
    },
    standing: async () => {
      if (snapshotter === null || drawn === null || !drawn.hasBegun(shownAtMs)) return null;
      const atMs = nowMs();
      lookAtMotion('closely');
      return viewSince(atMs);
    },
    nodeOf: (id) => {
      for (const { node } of snapshotter?.nodes() ?? []) if (node.id === id) return node;
      return null;
    },
    structure: (point) => {
      if (snapshotter === null) return null;
      lookAtMotion('roughly');
      return readStructure({ snapshotter, open, clean, anchor: anchor?.read() ?? null, point });
    },
    flush: () => outbox.flush(),
    stop: () => {
      state = 'paused';
      listeners.stop();
      dialogs.stop();
      watch.stop();
      seen.disconnect();
      frames.stop();
      drawn?.stop();
      snapshotter?.stop();
      outbox.stop();
      marker?.remove();
    },
  };
}
