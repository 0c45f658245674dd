/**
 * When the tree is looked at: in idle time after each change, at once for a
 * person's action, and until it holds still for a picture.
 *
 * A page that changes all the time gets a small share of its main thread's time
 * (budget.ts): while nothing of it is left, what changed is looked at before an
 * action, and the rest told as it was last seen.
 */
import { createBudget } from './budget.ts';
import { composedParentOf, isElement, tagOf } from './dom.ts';
import { isActionable, roleOf } from './role.ts';
import { createSlices } from './slices.ts';
import { createTree, type Tree, type TreeDifference, type TreeOptions } from './tree.ts';
import type { Change } from './unseen-subtrees.ts';
import type { WalkEnd } from './visible-walk.ts';

/** The page's own work comes first: a pass begins this long after a change. */
const quietMs = 60;
/** A person's action waits at most this long for the tree. */
const beforeActionMs = 3;
/** Of what changed since the last look at all of it, so much is looked at before an action. */
const mostChanged = 100;
const mostSteps = 300;
/** How far up from where a person pointed the control is looked for. */
const controlLevels = 6;
/** A pass that the page disturbs is begun again this often before it counts as incomplete. */
const mostRestarts = 3;
/** For a picture, a page may change this often before it counts as unsettled. */
const mostSettlingPasses = 4;

interface TreeChange extends TreeDifference {
  /** The first of the document: it stands on none before it. */
  readonly keyframe: boolean;
  /** Nothing changed since all that is visible was looked at. */
  readonly complete: boolean;
}

export interface SnapshotterOptions extends TreeOptions {
  /** Told how long each slice took. */
  readonly onSlice: (durationMs: number) => void;
  /** A frame stands elsewhere: what is recorded in it needs to know, before any action here. */
  readonly onFrameMoved: () => void;
}

export interface Snapshotter {
  /** Something changed: of these things, or of all, names or roles may be others; `places`: something moved. */
  touch(changes: readonly Change[] | 'all' | 'places'): void;
  /** The tree right before an action. @returns null where nothing changed since it was last told. */
  beforeAction(): TreeChange | null;
  /** The next one is a keyframe again: what was told before is lost. */
  startOver(): void;
  /** The control that an event upon `element` is for, read afresh. */
  control(element: Element): number;
  idOf: Tree['idOf'];
  nodes: Tree['nodes'];
  /** Looks until nothing changes any more. @returns whether it came to that. */
  settle(): Promise<boolean>;
  stop(): void;
}

export function createSnapshotter(options: SnapshotterOptions): Snapshotter {
  const tree = createTree(options);
  const budget = createBudget();
  const slices = createSlices((durationMs) => {
    budget.spend(durationMs);
    options.onSlice(durationMs);
  });
  let work: Generator<void, WalkEnd> | null = null;
  let stopIdle = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isTouched = true;
  /** What changed since the pass began; before it, since the one before that began. */
  let changed = new Set<Element>();
  let changedBefore = new Set<Element>();
  let isComplete = false;
  let isFirst = true;
  let restarts = 0;
  let waiting: (() => void)[] = [];

  const begin = (): Generator<void, WalkEnd> => {
    if (work !== null) return work;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    isTouched = false;
    changedBefore = changed;
    changed = new Set();
    const started = tree.pass();
    work = started;
    stopIdle = slices.runIdle(started, end);
    return started;
  };

  const end = (walkEnd: WalkEnd): void => {
    stopIdle();
    work = null;
    tree.close(walkEnd);
    if (tree.hasMovedFrame()) options.onFrameMoved();
    isComplete = walkEnd === 'whole';
    restarts = walkEnd === 'moved' ? restarts + 1 : 0;
    if (walkEnd === 'moved') changed = changed.union(changedBefore);
    if (walkEnd === 'moved' && restarts <= mostRestarts) isTouched = true;
    if (isTouched) schedule();
    const ready = waiting;
    waiting = [];
    for (const resolve of ready) resolve();
  };

  const schedule = (): void => {
    if (work !== null || timer !== null) return;
    timer = setTimeout(begin, Math.max(quietMs, budget.waitMs()));
  };

  /** What changed is looked at before an action also where there is no time for the whole page. */
  const lookAtChanged = (): void => {
    const look = function* (): Generator<void, void> {
      let steps = 0;
      for (const element of work === null ? changed : changed.union(changedBefore)) {
        for (const _ of tree.lookInto(element)) {
          steps += 1;
          if (steps > mostSteps) return;
          yield;
        }
        changed.delete(element);
        changedBefore.delete(element);
      }
    };
    slices.runNow(look(), beforeActionMs);
  };

  const runNow = (budgetMs: number): void => {
    const outcome = slices.runNow(begin(), budgetMs);
    if (outcome.kind === 'done') end(outcome.result);
  };

  return {
    touch: (changes) => {
      tree.spoil(changes);
      if (typeof changes !== 'string') {
        for (const { thing } of changes) {
          const element = isElement(thing) ? thing : composedParentOf(thing);
          if (element !== null && changed.size < mostChanged) changed.add(element);
        }
      }
      isTouched = true;
      schedule();
    },
    beforeAction: () => {
      if (isTouched || work !== null) {
        if (isFirst || budget.waitMs() === 0) runNow(beforeActionMs);
        lookAtChanged();
      }
      const change = tree.take();
      if (!isFirst && Object.values(change).every(({ length }) => length === 0)) return null;
      const keyframe = isFirst;
      isFirst = false;
      return { keyframe, complete: isComplete && !isTouched && work === null, ...change };
    },
    startOver: () => {
      isFirst = true;
      tree.startOver();
    },
    control: (element) => tree.read(controlAround(element)),
    idOf: (element) => tree.idOf(element),
    nodes: () => tree.nodes(),
    settle: async () => {
      for (let passes = 0; passes < mostSettlingPasses; passes += 1) {
        if (isComplete && !isTouched && work === null) return true;
        begin();
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      return isComplete && !isTouched;
    },
    stop: () => {
      stopIdle();
      work = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      for (const resolve of waiting) resolve();
    },
  };
}

/** What people mean when they point at an icon or a word in a button: the button; at a line of a drawing: the drawing. */
function controlAround(element: Element): Element {
  let drawing: Element | null = null;
  let at: Element | null = element;
  for (let level = 0; at !== null && level < controlLevels; level += 1) {
    if (isActionable(roleOf(at))) return at;
    if (tagOf(at) === 'svg') drawing = at;
    at = composedParentOf(at);
  }
  return drawing ?? element;
}
