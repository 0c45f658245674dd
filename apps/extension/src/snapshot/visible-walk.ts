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
  dataOf,
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
import { hasArea, isNear, join, meet, nowhere, type Edges } from './edges.ts';
import { clips, edgesThrough, type Opening } from './opening.ts';
import { createTextRuler } from './place.ts';
import type { RowBook, RowGatherer, UnseenRow, UnseenRows } from './unseen-rows.ts';
import type { UnseenSubtrees } from './unseen-subtrees.ts';

const mostNodes = 400_000;
const deepestLevel = 400;
/** Text hangs out of what holds it by so many screens at most. */
const textScreens = 1;
/** A smaller subtree is walked sooner than remembered. */
const fewestRemembered = 4;

export type Visit =
  /** Nothing that can be seen; only a place to pause. */
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
  /** Of what is in it, by the walk's count of changes (unseen-subtrees.ts). */
  readonly begun: number;
  /** null: nothing in it is known yet of which nothing can be seen, or nobody asks. */
  rows: RowGatherer | null;
  /** Where it and all that is in it lies; kept only until something of it is seen. */
  extent: Edges;
  isSeen: boolean;
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
  readonly rows: RowBook | null;
}

const neverSeen =
  /^(?:script|style|template|noscript|head|meta|link|title|base|source|track|param|datalist)$/u;
const step: Visit = { kind: 'step' };
const leave: Visit = { kind: 'leave' };

/** @param around where the walk begins inside of a document: what stands around there */
export function* walkVisible(
  top: Element,
  options: WalkOptions,
  around: Surroundings | null = null,
): Generator<Visit, WalkEnd> {
  const { open, viewport, skip, onShadowRoot, unseen, rows } = options;
  const untilMs = unseen?.untilMs() ?? 0;
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
      begun: 0,
      rows: null,
      extent: nowhere,
      isSeen: false,
    },
  ];
  let nodes = 0;
  let isCut = false;
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const node = takeNext(level);
    if (node === 'moved') return 'moved';
    if (node === null) {
      levels.pop();
      level.rows?.close();
      const { outside, extent } = level;
      const holder = levels.at(-1);
      if (holder !== undefined && level.isSeen) holder.isSeen = true;
      else if (holder !== undefined) stretch(holder, extent);
      if (!level.isSeen && outside !== null && nodes - outside.nodesBefore >= fewestRemembered)
        unseen?.remember(outside.element, outside.place, outside.begun, extent);
      if (!level.isSeen && outside !== null) gather({ ...outside, extent, untilMs }, holder, rows);
      else holder?.rows?.close();
      yield level.entered ? leave : step;
      continue;
    }
    nodes += 1;
    if (nodes > mostNodes) return 'cut';
    if (isText(node)) {
      const place = level.textMayShow && mayShowText(level) ? placeOfText(node) : null;
      const edges = place === null ? null : meet(place, edgesThrough(level.opening, place));
      level.isSeen ||= edges !== null;
      if (place !== null) stretch(level, place);
      if (level.rows !== null && !isBlank(node)) level.rows.close();
      yield place === null || edges === null
        ? step
        : { kind: 'text', node, place, edges, declaredSecure: level.declaredSecure };
      continue;
    }
    if (!isElement(node) || neverSeen.test(tagOf(node)) || skip(node)) {
      yield step;
      continue;
    }
    const rect = rectOf(node);
    const hasBox = hasArea(rect);
    if (!hasBox) level.rows?.close();
    if (!hasBox && getComputedStyle(node).display === 'none') {
      yield step;
      continue;
    }
    const edges = hasBox ? meet(rect, edgesThrough(level.opening, rect)) : null;
    level.isSeen ||= edges !== null;
    const restyled = unseen?.restyledIn(node, level.restyled) ?? 0;
    const isOutside = hasBox && edges === null && unseen !== null;
    const together = isOutside ? rowsFrom(node, rect, level, rows) : null;
    if (together !== null) {
      level.next = nextSiblingOf(together.last);
      nodes += together.count;
      stretch(level, together.extent);
      yield step;
      continue;
    }
    const known = isOutside ? unseen.extentOf(node, rect, restyled, screen) : null;
    if (known !== null) {
      stretch(level, known.extent);
      gather({ element: node, place: rect, ...known }, level, rows);
      yield step;
      continue;
    }
    const isSecure = level.declaredSecure || declaresSecure(node);
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
      } else yield step;
    } else yield step;
    const shadow = open(node);
    if (shadow !== null) onShadowRoot(shadow);
    if (levels.length > deepestLevel) {
      isCut = true;
      level.isSeen = true;
      level.rows?.close();
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
      begun: unseen?.now() ?? 0,
      rows: null,
      extent: hasBox ? rect : nowhere,
      // What is given to a slot changes without a sign in the tree that the slot stands in.
      isSeen: slotted.length > 0,
    });
  }
  return isCut ? 'cut' : 'whole';
}

/** The rows from this one on, if none of them can be seen and none need be walked. */
function rowsFrom(
  first: Element,
  place: Edges,
  level: Level,
  book: RowBook | null,
): UnseenRows | null {
  const { container, list, opening, restyled } = level;
  if (book === null || list !== null || !isElement(container)) return null;
  const rows = book.from(first, place, container, restyled);
  // What cuts them off may have opened meanwhile.
  if (rows === null || meet(rows.box, edgesThrough(opening, rows.box)) !== null) return null;
  level.rows?.close();
  return rows;
}

function gather(row: UnseenRow, level: Level | undefined, book: RowBook | null): void {
  if (book === null || level === undefined || level.list !== null) return;
  if (!isElement(level.container)) return;
  level.rows ??= book.gather(level.begun);
  level.rows.add(row);
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

const isBlank = (text: Text): boolean => !/\S/u.test(dataOf(text));

const mayShowText = ({ container, entered }: Level): boolean =>
  entered || !isElement(container) || isRendered(container);
