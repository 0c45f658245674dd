/**
 * What moves without any change of the document: animations and transitions in
 * all trees of it → where a picture may show something that stands elsewhere by
 * now, and whether what was read of the page may stand elsewhere for good.
 *
 * A browser tells of a script's own animations by no event, of a style sheet's
 * in a shadow tree by none outside of it, and of those in shadow trees only who
 * asks each: so all trees are asked, and what runs is compared with what ran.
 */
import { composedParentOf, findAll, rectOf, tagOf, type OpenShadowRoot } from '../snapshot/dom.ts';
import type { Edges } from '../snapshot/edges.ts';
import { reachOf, type Reach } from './motion-reach.ts';

export interface Motion {
  /** Since the last look at it something began, went or came to rest: what was read may stand elsewhere. */
  readonly isOther: boolean;
  /** Something that says anything goes on coming, going or moving. */
  readonly isUnderway: boolean;
  /** Where what moves, or moved until now, may be shown. */
  readonly areas: readonly Edges[];
  /** It may be shown anywhere. */
  readonly isAnywhere: boolean;
}

export interface MotionWatch {
  /** Elements may have come: only so do the document's own tags that move begin to. */
  noteContent(): void;
  /** Whether anything is other than at the last look; asked often. */
  look(): Motion;
  /** The same for a picture: what only the document's own tags move is looked for, too. */
  lookClosely(): Motion;
}

/** Of more nobody asks what each moves. */
const mostAnimations = 300;

interface Seen {
  readonly isRunning: boolean;
  readonly target: Element | null;
  readonly reach: Reach;
}

/** @param roots the document and the shadow trees in it */
export function createMotionWatch(
  roots: () => Iterable<Document | ShadowRoot>,
  open: OpenShadowRoot,
): MotionWatch {
  let before: ReadonlyMap<Animation, Seen> = new Map();
  /** None of the document's own tags that move was in these. */
  let withoutTags = new WeakSet<Document | ShadowRoot>();

  /** To look for them reads the whole page. */
  const edgesOfMovingTags = (root: Document | ShadowRoot): readonly Edges[] => {
    if (withoutTags.has(root)) return [];
    const moving = findAll(root, movingTags);
    if (moving.length === 0) withoutTags.add(root);
    return moving.map((element) => rectOf(outermostDrawing(element)));
  };

  const seenOf = (animation: Animation, known: Seen | undefined, isClose: boolean): Seen => {
    const { playState, effect, timeline } = animation;
    // What scrolling moves stands still as long as nothing is scrolled.
    const isRunning = playState === 'running' && timeline instanceof DocumentTimeline;
    const target = effect instanceof KeyframeEffect ? effect.target : null;
    const isKnown = known !== undefined && !(isClose && isRunning);
    return { isRunning, target, reach: isKnown ? known.reach : reachOf(effect, open) };
  };

  const lookAgain = (isClose: boolean): Motion => {
    const now = new Map<Animation, Seen>();
    for (const root of roots()) {
      for (const animation of animationsIn(root)) {
        if (now.size >= mostAnimations) return { ...still, isUnderway: true, isAnywhere: true };
        now.set(animation, seenOf(animation, before.get(animation), isClose));
      }
    }
    const ended = [...before].flatMap(([animation, seen]) =>
      now.get(animation)?.isRunning === seen.isRunning ? [] : [seen],
    );
    const begun = [...now].flatMap(([animation, seen]) =>
      before.get(animation)?.isRunning === seen.isRunning ? [] : [seen],
    );
    before = now;
    const running = [...now.values()].filter(({ isRunning }) => isRunning);
    const moving = [...running, ...ended.filter(({ isRunning }) => isRunning)].filter(says);
    const own = isClose ? [...roots()].flatMap(edgesOfMovingTags) : [];
    return {
      isOther: [...ended, ...begun].some(says),
      isUnderway: running.some(says),
      areas: [
        ...moving.flatMap(({ reach }) => (reach.kind === 'within' ? [reach.edges] : [])),
        ...own,
      ],
      isAnywhere: moving.some(({ reach }) => reach.kind === 'anywhere') || areNested(moving),
    };
  };

  return {
    noteContent: () => {
      withoutTags = new WeakSet();
    },
    look: () => lookAgain(false),
    lookClosely: () => lookAgain(true),
  };
}

const still: Motion = { isOther: false, isUnderway: false, areas: [], isAnywhere: false };

const says = ({ reach }: Seen): boolean => reach.kind !== 'none';

const animationsIn = (root: Document | ShadowRoot): readonly Animation[] =>
  root instanceof Document
    ? Document.prototype.getAnimations.call(root)
    : ShadowRoot.prototype.getAnimations.call(root);

/** What is moved in something that is moved goes farther than each tells. */
function areNested(moving: readonly Seen[]): boolean {
  const targets = new Set(moving.map(({ target }) => target));
  return targets.size < moving.length || moving.some(({ target }) => isInside(target, targets));
}

function isInside(element: Element | null, others: ReadonlySet<Element | null>): boolean {
  let at = element === null ? null : composedParentOf(element);
  while (at !== null && !others.has(at)) at = composedParentOf(at);
  return at !== null;
}

/** Neither is told as an animation. */
const movingTags = 'marquee,animate,animateTransform,animateMotion,set';

function outermostDrawing(element: Element): Element {
  let drawing = element;
  for (let at: Element | null = element; at !== null; at = composedParentOf(at))
    if (tagOf(at) === 'svg') drawing = at;
  return drawing;
}
