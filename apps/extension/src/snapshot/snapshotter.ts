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
import { catchUp, lookAtChanged } from './look-at-changes.ts';
import { createSlices, type IdleWork, type Steps } from './slices.ts';
import { createTree, type Tree, type TreeDifference, type TreeOptions } from './tree.ts';
import type { Change, WideChange } from './unseen-subtrees.ts';

/** The page's own work comes first: a pass begins this long after a change. */
const quietMs = 60;
/** The same where just words came in the place of words: a clock, a count. Sooner than its picture is asked for. */
const quietWordsMs = 400;
/** While the page changes, all of it is looked at this often: style sheets and scripts show things without a sign. */
const wholeEveryMs = 4_000;
/** A person's action waits at most this long for the tree. */
const beforeActionMs = 3;
/** Of what changed so much is looked at in any case. */
const leastSteps = 50;
/** Of what changed since the last look at all of it, so much is looked at before an action. */
const mostChanged = 100;
/** How far up from where a person pointed the control is looked for. */
const controlLevels = 6;
/** A pass that the page disturbs is begun again this often before it counts as incomplete. */
const mostRestarts = 3;
/** For a picture, a page may change this often before it counts as unsettled. */
const mostSettlingLooks = 5;

/** A look that is underway, in idle time. */
interface Work {
  /** Goes on with it at once, for as long. */
  runNow(budgetMs: number): void;
}

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
  /** Something changed: of these things, or of all, names, roles or places may be others. */
  touch(changes: readonly Change[] | WideChange): void;
  /** The pointer, a press or the focus is elsewhere: by that alone style sheets may show other things. */
  doubt(): void;
  /** The tree right before an action. @returns null where nothing changed since it was last told. */
  beforeAction(): TreeChange | null;
  /** The next one is a keyframe again: what was told before is lost. */
  startOver(): void;
  /** The control that an event upon `element` is for, read afresh. */
  control(element: Element): number;
  idOf: Tree['idOf'];
  nodes: Tree['nodes'];
  leftSince: Tree['leftSince'];
  /**
   * Looks, at least at where all stands, until nothing changes any more: right before a picture, or after it for
   * what came into doubt meanwhile, too. @returns whether it came to that.
   */
  settle(when: 'before' | 'after'): Promise<boolean>;
  stop(): void;
}

export function createSnapshotter(options: SnapshotterOptions): Snapshotter {
  const tree = createTree(options);
  const budget = createBudget();
  const slices = createSlices((durationMs) => {
    budget.spend(durationMs);
    options.onSlice(durationMs);
  });
  let work: Work | null = null;
  let idle: IdleWork | null = null;
  let timer: { readonly handle: ReturnType<typeof setTimeout>; readonly dueMs: number } | null =
    null;
  let wholeAtMs = Number.NEGATIVE_INFINITY;
  let isTouched = true;
  /** What changed may show elsewhere than where it changed. */
  let isFar = true;
  /** What changed since the work began; before it, since the one before that began. */
  let changed = new Set<Element>();
  let changedBefore = new Set<Element>();
  /** Since the last look at all of it. */
  let isDoubted = false;
  let isComplete = false;
  let isFirst = true;
  let restarts = 0;
  let waiting: (() => void)[] = [];
  let isStopped = false;

  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer.handle);
    timer = null;
  };

  const start = <End>(steps: Steps<End>, onEnd: (end: End) => void): void => {
    stopTimer();
    isTouched = false;
    changedBefore = changed;
    changed = new Set();
    const finish = (end: End): void => {
      idle?.stop();
      work = null;
      onEnd(end);
      if (isTouched) schedule();
      const ready = waiting;
      waiting = [];
      for (const resolve of ready) resolve();
    };
    work = {
      runNow: (budgetMs) => {
        const outcome = slices.runNow(steps, budgetMs);
        if (outcome.kind === 'done') finish(outcome.result);
      },
    };
    idle = slices.runIdle(steps, finish);
  };

  /** Looks at all of the page. */
  const beginPass = (): void => {
    isFar = false;
    isDoubted = false;
    start(tree.pass(), (walkEnd) => {
      tree.close(walkEnd);
      if (tree.hasMovedFrame()) options.onFrameMoved();
      isComplete = walkEnd === 'whole';
      if (isComplete) wholeAtMs = performance.now();
      restarts = walkEnd === 'moved' ? restarts + 1 : 0;
      if (walkEnd === 'moved') changed = changed.union(changedBefore);
      if (walkEnd === 'moved' && restarts <= mostRestarts) isTouched = true;
    });
  };

  /** Looks at what changed alone; a pass over all of it follows when there is time. */
  const beginCatchUp = (): void => {
    start(catchUp(tree, changed), (isCaughtUp) => {
      if (tree.hasMovedFrame()) options.onFrameMoved();
      if (isCaughtUp) return;
      changed = changed.union(changedBefore);
      isFar = true;
      isTouched = true;
    });
  };

  const beginLook = (): void => {
    const isDue = performance.now() - wholeAtMs >= wholeEveryMs;
    if (isComplete && !isFar && !isDue) beginCatchUp();
    else beginPass();
  };

  const waitForWordsMs = (): number =>
    options.explainsPictures
      ? quietWordsMs
      : Math.max(quietWordsMs, wholeAtMs + wholeEveryMs - performance.now());

  const schedule = (): void => {
    if (work !== null) return;
    const waitMs = Math.max(isComplete && !isFar ? waitForWordsMs() : quietMs, budget.waitMs());
    const dueMs = performance.now() + waitMs;
    if (timer !== null && timer.dueMs <= dueMs) return;
    stopTimer();
    timer = { dueMs, handle: setTimeout(beginLook, waitMs) };
  };

  /** What changed is looked at before an action also where there is no time for the whole page. */
  const lookNow = (): void => {
    if (isFirst || budget.waitMs() === 0) {
      if (work === null) beginLook();
      work?.runNow(beforeActionMs);
    }
    const recent = work === null ? changed : changed.union(changedBefore);
    slices.runNow(lookAtChanged(tree, recent), beforeActionMs, leastSteps);
    changed = changed.intersection(recent);
    changedBefore = changedBefore.intersection(recent);
  };

  const noteChange = ({ thing, kind }: Change): void => {
    const element = isElement(thing) ? thing : composedParentOf(thing);
    if (kind !== 'text' || element === null || changed.size >= mostChanged) isFar = true;
    if (element !== null && changed.size < mostChanged) changed.add(element);
  };

  return {
    touch: (changes) => {
      tree.spoil(changes);
      if (typeof changes === 'string') isFar = true;
      else for (const change of changes) noteChange(change);
      isTouched = true;
      schedule();
    },
    doubt: () => {
      isDoubted = true;
    },
    beforeAction: () => {
      if (isTouched || work !== null) lookNow();
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
    leftSince: (sinceMs) => tree.leftSince(sinceMs),
    settle: async (when) => {
      // What comes into doubt from here on came after what is to be explained.
      let isSure = when === 'before' || !isDoubted;
      // Much moves without a sign: a picture that loads, a font, a rule that a script writes.
      let hasLooked = false;
      for (let looks = 0; looks < mostSettlingLooks; looks += 1) {
        if (isStopped) return false;
        // What changes from here on is seen by the look after the picture.
        const isKnown = when === 'before' ? !isFar : !isTouched;
        if (isSure && hasLooked && isComplete && isKnown && work === null) return true;
        if (work === null) {
          hasLooked = true;
          if (isSure) beginLook();
          else beginPass();
          isSure = true;
        }
        idle?.hurry();
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      return isSure && hasLooked && isComplete && !isTouched;
    },
    stop: () => {
      isStopped = true;
      idle?.stop();
      work = null;
      stopTimer();
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
