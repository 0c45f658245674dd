/**
 * Walks what can be seen of a document, in the order of the flat tree, one node
 * a step, so that the caller may pause between any two.
 *
 * The page is attacker-controlled and may change between two steps: the walk
 * ends as `moved` where its place in the tree is gone, and as `cut` where the
 * tree is larger or deeper than any page that a person could read.
 */
import {
  composedParentOf,
  firstChildOf,
  isElement,
  isRendered,
  isText,
  nextSiblingOf,
  parentNodeOf,
  rectOf,
  slottedIn,
  tagOf,
  type OpenShadowRoot,
} from './dom.ts';
import { declaresSecure, isInDeclared } from './declared-secure.ts';
import { hasArea, holds, isNear, join, meet, nowhere, type Edges } from './edges.ts';
import { createTextRuler } from './place.ts';
import { isMaskedByStyle } from './secure-field.ts';
import type { UnseenSubtrees } from './unseen-subtrees.ts';

const mostNodes = 400_000;
const deepestLevel = 400;
/** Text hangs out of what holds it by so many screens at most. */
const textScreens = 1;
/** A smaller subtree is walked sooner than remembered. */
const fewestRemembered = 4;

export type Visit =
  /** Some nodes of which nothing can be seen; only a place to pause. */
  | { readonly kind: 'step' }
  /** Its visible descendants follow, then its `leave`. */
  | {
      readonly kind: 'enter';
      readonly element: Element;
      readonly place: Edges;
      /** Of its place, what can be seen. */
      readonly edges: Edges;
      readonly style: CSSStyleDeclaration;
      /** It or something around it is declared secure by the site. */
      readonly declaredSecure: boolean;
    }
  | { readonly kind: 'leave' }
  | {
      readonly kind: 'text';
      readonly node: Text;
      readonly place: Edges;
      readonly edges: Edges;
      readonly declaredSecure: boolean;
    };

export type WalkEnd = 'whole' | 'moved' | 'cut';

interface Level {
  readonly container: Node;
  /** Children given by slots stand in a list, others are walked by their links. */
  readonly list: readonly Node[] | null;
  index: number;
  next: Node | null;
  readonly opening: Opening;
  readonly entered: boolean;
  readonly isTransparent: boolean;
  readonly textMayShow: boolean;
  readonly declaredSecure: boolean;
  /** When what is in it was last restyled (unseen-subtrees.ts). */
  readonly restyled: number;
  /** What lies outside of what is shown, to be remembered if nothing in it can be seen. */
  readonly outside: OutsideElement | null;
  /** Where it and all that is in it lies; kept only until something of it is seen. */
  extent: Edges;
  isSeen: boolean;
}

/** What things in it are seen through: it may cut them off. */
interface Opening {
  /** What can be seen of it. */
  readonly edges: Edges;
  /** null: of the whole screen, or of what stands around the walk, which cuts off all. */
  readonly around: {
    readonly opening: Opening;
    readonly place: Edges;
    readonly style: CSSStyleDeclaration;
  } | null;
  /** Read once something hangs out of it; until then nobody needs to know. */
  clips: boolean | null;
}

interface OutsideElement {
  readonly element: Element;
  readonly place: Edges;
  readonly begun: number;
  readonly nodesBefore: number;
}

/** What is known of what stands around the top of a walk. */
export interface Surroundings {
  readonly clip: Edges;
  readonly isTransparent: boolean;
  readonly declaredSecure: boolean;
}

export interface WalkOptions {
  readonly open: OpenShadowRoot;
  readonly viewport: { readonly width: number; readonly height: number };
  /** Left out with all that is in it: the marker. */
  readonly skip: (element: Element) => boolean;
  /** Called with each shadow root that the walk steps into. */
  readonly onShadowRoot: (root: ShadowRoot) => void;
  /** What need not be walked again; null where all is to be looked at. */
  readonly unseen: UnseenSubtrees | null;
}

const neverSeen: ReadonlySet<string> = new Set(
  'script style template noscript head meta link title base source track param datalist'.split(' '),
);
/** Of nodes that cannot be seen so many are one step: to pause costs as much as to look at one. */
const nodesOfStep = 8;
const step: Visit = { kind: 'step' };
const leave: Visit = { kind: 'leave' };

/** @param around where the walk begins inside of a document: what stands around there */
export function* walkVisible(
  top: Element,
  options: WalkOptions,
  around: Surroundings | null = null,
): Generator<Visit, WalkEnd> {
  const { open, viewport, skip, onShadowRoot, unseen } = options;
  const placeOfText = createTextRuler();
  const screen = screenOf(viewport);
  const levels: Level[] = [
    {
      container: top,
      list: [top],
      index: 0,
      next: null,
      opening: { edges: around?.clip ?? screen, around: null, clips: true },
      entered: false,
      isTransparent: around?.isTransparent ?? false,
      textMayShow: true,
      declaredSecure: around?.declaredSecure ?? false,
      restyled: 0,
      outside: null,
      extent: nowhere,
      isSeen: false,
    },
  ];
  let nodes = 0;
  let unseenNodes = 0;
  const isStep = (): boolean => {
    unseenNodes = (unseenNodes + 1) % nodesOfStep;
    return unseenNodes === 0;
  };
  let isCut = false;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = takeNext(level);
    if (node === 'moved') return 'moved';
    if (node === null) {
      levels.pop();
      const { outside, extent } = level;
      const holder = levels.at(-1);
      if (holder !== undefined && level.isSeen) holder.isSeen = true;
      else if (holder !== undefined) stretch(holder, extent);
      if (!level.isSeen && outside !== null && nodes - outside.nodesBefore >= fewestRemembered)
        unseen?.remember(outside.element, outside.place, outside.begun, extent);
      if (level.entered) yield leave;
      else if (isStep()) yield step;
      continue;
    }
    nodes += 1;
    if (nodes > mostNodes) return 'cut';
    if (isText(node)) {
      const place = level.textMayShow && mayShowText(level) ? placeOfText(node) : null;
      const edges = place === null ? null : meet(place, edgesThrough(level.opening, place));
      level.isSeen ||= edges !== null;
      if (place !== null) stretch(level, place);
      if (place !== null && edges !== null)
        yield { kind: 'text', node, place, edges, declaredSecure: level.declaredSecure };
      else if (isStep()) yield step;
      continue;
    }
    if (!isElement(node) || neverSeen.has(tagOf(node)) || skip(node)) {
      if (isStep()) yield step;
      continue;
    }
    const rect = rectOf(node);
    const hasBox = hasArea(rect);
    const boxless = hasBox ? '' : getComputedStyle(node).display;
    if (boxless === 'none') {
      if (isStep()) yield step;
      continue;
    }
    const edges = hasBox ? meet(rect, edgesThrough(level.opening, rect)) : null;
    level.isSeen ||= edges !== null;
    const restyled = unseen?.restyledIn(node, level.restyled) ?? 0;
    const isOutside = hasBox && edges === null && unseen !== null;
    const extent = isOutside ? unseen.extentOf(node, rect, restyled, screen) : null;
    if (extent !== null) {
      stretch(level, extent);
      if (isStep()) yield step;
      continue;
    }
    const isSecure =
      level.declaredSecure ||
      declaresSecure(node) ||
      // Nobody enters it, so nobody else would see that its words are drawn as dots.
      (boxless === 'contents' && isMaskedByStyle(node));
    let { opening } = level;
    let entered = false;
    let { isTransparent } = level;
    if (edges !== null) {
      const style = getComputedStyle(node);
      opening = { edges, around: { opening, place: rect, style }, clips: null };
      // Sites put transparent controls over drawn ones; text that is transparent is not shown.
      if (style.opacity === '0') isTransparent = true;
      // An invisible element may hold visible ones.
      if (style.visibility === 'visible') {
        entered = true;
        yield { kind: 'enter', element: node, place: rect, edges, style, declaredSecure: isSecure };
      } else if (isStep()) yield step;
    } else if (isStep()) yield step;
    const shadow = open(node);
    if (shadow !== null) onShadowRoot(shadow);
    if (levels.length > deepestLevel) {
      isCut = true;
      level.isSeen = true;
      if (entered) yield leave;
      continue;
    }
    const slotted = node instanceof HTMLSlotElement ? slottedIn(node) : [];
    const container = shadow ?? node;
    levels.push({
      container,
      list: slotted.length > 0 ? slotted : null,
      index: 0,
      next: firstChildOf(container),
      opening,
      entered,
      isTransparent,
      textMayShow: !isTransparent && (!hasBox || isNear(rect, screen, textScreens)),
      declaredSecure: isSecure,
      restyled,
      outside: isOutside
        ? { element: node, place: rect, begun: unseen.now(), nodesBefore: nodes }
        : null,
      extent: hasBox ? rect : nowhere,
      // What is given to a slot changes without a sign in the tree that the slot stands in.
      isSeen: slotted.length > 0,
    });
  }
  return isCut ? 'cut' : 'whole';
}

/** What is left to be seen of a thing at this place lies within these. */
function edgesThrough(opening: Opening, place: Edges): Edges {
  for (let at = opening; ;) {
    const { around, edges } = at;
    // What does not hang out of it is cut off where it is itself, whether it clips or not.
    if (around === null || holds(around.place, place)) return edges;
    at.clips ??= clips(around.style);
    if (at.clips) return edges;
    at = around.opening;
  }
}

function stretch(level: Level, extent: Edges): void {
  // Of what is seen nobody asks how far it reaches.
  if (!level.isSeen) level.extent = join(level.extent, extent);
}

const screenOf = ({ width, height }: WalkOptions['viewport']): Edges => ({
  left: 0,
  top: 0,
  right: width,
  bottom: height,
});

/** Read afresh, from an element up to the document's. @returns null where nothing of it can be seen. */
export function surroundingsOf(
  element: Element,
  { open, viewport }: Pick<WalkOptions, 'open' | 'viewport'>,
): Surroundings | null {
  let clip: Edges | null = screenOf(viewport);
  let isTransparent = false;
  for (let at = composedParentOf(element); at !== null; at = composedParentOf(at)) {
    const style = getComputedStyle(at);
    if (style.opacity === '0') isTransparent = true;
    if (clips(style)) clip = meet(rectOf(at), clip);
    if (clip === null) return null;
  }
  return { clip, isTransparent, declaredSecure: isInDeclared(element, open) };
}

function takeNext(level: Level): Node | null | 'moved' {
  if (level.list !== null) {
    level.index += 1;
    return level.list[level.index - 1] ?? null;
  }
  const { next } = level;
  if (next === null) return null;
  if (parentNodeOf(next) !== level.container) return 'moved';
  level.next = nextSiblingOf(next);
  return next;
}

const mayShowText = ({ container, entered }: Level): boolean =>
  entered || !isElement(container) || isRendered(container);

const clips = ({ overflowX, overflowY }: CSSStyleDeclaration): boolean =>
  overflowX !== 'visible' || overflowY !== 'visible';
