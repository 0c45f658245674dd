/**
 * The tree of what is visible in one document, kept by passes over it
 * (visible-walk.ts); it knows what changed since it was last told.
 *
 * Bounded whatever the page does: only what is visible is held, at most `mostNodes`.
 */
import {
  elementToNode,
  textToNode,
  traitsOf,
  rectToBox,
  type DescribeOptions,
  type Placed,
  type Traits,
} from './describe.ts';
import { nowMs } from '../now.ts';
import { composedParentOf, isConnectedOf, isElement, rectOf } from './dom.ts';
import { isSamePlace, moveBy, type Edges } from './edges.ts';
import { fieldOfLabel } from './form-control.ts';
import { createLeftPlaces, type LeftPlaces } from './left-places.ts';
import { cssPathOf } from './locator.ts';
import { createPlaceCheck } from './place.ts';
import type { Steps } from './slices.ts';
import type { MovedNode, SnapshotNode } from './snapshot-node.ts';
import { styledWordsOf, type StyledWords } from './styled-words.ts';
import { createUnseenSubtrees, type Change, type WideChange } from './unseen-subtrees.ts';
import {
  createEntry,
  isSameBox,
  isSameButPlace,
  isSameNode,
  joinBoxes,
  type Scrolled,
  type TreeEntry,
} from './tree-entry.ts';
import {
  surroundingsOf,
  walkVisible,
  type Visit,
  type WalkEnd,
  type WalkOptions,
} from './visible-walk.ts';

const mostNodes = 6000;
/** So many places are asked for in one step. */
const placesOfStep = 8;
/** A change inside renames what is around it, as far up as this. */
const namedLevels = 8;

export interface TreeOptions extends DescribeOptions, Omit<WalkOptions, 'viewport' | 'unseen'> {
  /** Whether pictures wait for what is told, and so what style sheets write is told; else actions alone do, before which what changed is looked at. */
  readonly explainsPictures: boolean;
  readonly top: () => Element | null;
  readonly focused: () => Element | null;
}

export interface TreeDifference {
  readonly nodes: SnapshotNode[];
  /** Of these only the place is another. */
  readonly moved: MovedNode[];
  readonly removed: number[];
}

/** What is visible, and when it was seen to be other than before, or elsewhere (epoch milliseconds). */
export interface TreeNode {
  readonly node: SnapshotNode;
  readonly changedAtMs: number;
  readonly shiftedAtMs: number;
}

export interface Tree {
  /** Looks at all that is visible; to be stepped through, and its end given to `close`. */
  pass(): Steps<WalkEnd>;
  close(end: WalkEnd): void;
  /** Looks at what is in one element alone, and for what is gone with it. */
  lookInto(element: Element): Steps<WalkEnd>;
  /** Whether all that is visible stands where it was seen last; else something else changed. */
  standsStill(): Steps<boolean>;
  /** What was read of these things, or of all, may no longer hold. */
  spoil(changes: readonly Change[] | WideChange): void;
  /** Reads one element now, with the path that finds it again. @returns its number. */
  read(element: Element): number;
  /** The number of the nearest thing in the tree around an element, itself first. */
  idOf(element: Element | null): number | null;
  /** What changed since the last call. */
  take(): TreeDifference;
  /** Whether what changed since the last `take` has to do with a frame. */
  hasMovedFrame(): boolean;
  /** All counts as changed again. */
  startOver(): void;
  nodes(): Iterable<TreeNode>;
  /** Where what shows something of its own stood before it changed or went. */
  leftSince: LeftPlaces['since'];
}

interface Around {
  readonly id: number | null;
  readonly isSecure: boolean;
  /** Of the nearest element; null: of none that counts. */
  readonly style: CSSStyleDeclaration | null;
}

/** Of all others what is in them is told by itself. */
export const showsItself = ({ role, value, cover, frame }: SnapshotNode): boolean =>
  role === 'text' || value !== undefined || cover !== undefined || frame !== undefined;

/** Of an element that is of interest by its words, or by what was done to it, alone. */
const plain: Traits = { role: 'generic', name: '' };
const outside: Around = { id: null, isSecure: false, style: null };

const isPointer = (style: CSSStyleDeclaration): boolean => style.cursor === 'pointer';

export function createTree(options: TreeOptions): Tree {
  const { clean, secure, keepsText, explainsPictures } = options;
  const entries = new WeakMap<Node, TreeEntry>();
  const visible = new Map<number, TreeEntry>();
  const unseen = createUnseenSubtrees();
  const isAt = createPlaceCheck();
  const left = createLeftPlaces(nowMs);
  let removed: number[] = [];
  let lastId = 0;
  let passes = 0;
  /** Traits read in an earlier pass than this are stale. */
  let freshSince = 0;
  /** Changes by which a path of selectors may find another element. */
  let reshapes = 0;
  /** As the look found it. */
  let scrolled: Scrolled = { x: 0, y: 0 };
  /** What has the focus, until other scripts than this one may run. */
  let focused: { readonly element: Element | null } | null = null;

  const focusedNow = (): Element | null => {
    if (focused === null) {
      focused = { element: options.focused() };
      queueMicrotask(() => {
        focused = null;
      });
    }
    return focused.element;
  };

  const entryOf = (node: Node): TreeEntry => {
    const known = entries.get(node);
    if (known !== undefined) return known;
    lastId += 1;
    const entry = createEntry(lastId);
    entries.set(node, entry);
    return entry;
  };

  const keep = (entry: TreeEntry, thing: Node, place: Edges, next: SnapshotNode): void => {
    entry.pass = passes;
    entry.thing = thing;
    const before = { place: entry.place, scrolled: entry.scrolled };
    entry.place = place;
    entry.scrolled = scrolled;
    if (entry.node !== null && isSameNode(entry.node, next)) return;
    const isShifted = entry.node !== null && isSameButPlace(entry.node, next);
    // Scrolling alone brought it there: pictures show it there since then.
    if (
      isShifted &&
      before.place !== null &&
      isSamePlace(
        moveBy(before.place, before.scrolled.x - scrolled.x, before.scrolled.y - scrolled.y),
        place,
      )
    ) {
      entry.node = next;
      return;
    }
    // On its way it stood anywhere between.
    if (entry.node !== null && showsItself(entry.node)) {
      const [was, is] = [entry.node, next].map(({ reach, box }) => reach ?? box);
      if (was !== undefined && is !== undefined) left.note(isShifted ? joinBoxes(was, is) : was);
    }
    entry.changedAtMs = nowMs();
    if (isShifted) entry.shiftedAtMs = nowMs();
    entry.node = next;
    visible.set(entry.id, entry);
  };

  const readTraits = (
    entry: TreeEntry,
    { element, style, declaredSecure }: Extract<Visit, { kind: 'enter' }>,
    around: Around,
  ): Traits | null => {
    const { traits } = entry;
    const turnedSecure =
      traits !== null &&
      traits.secure === undefined &&
      (declaredSecure || (traits.editable === true && secure.isSecret(element)));
    if (entry.readInPass < freshSince || turnedSecure) {
      const startsPointer = isPointer(style) && (around.style === null || !isPointer(around.style));
      entry.traits = traitsOf(element, { style, declaredSecure, startsPointer }, options);
      entry.readInPass = passes;
      entry.css = null;
      entry.cssFoundAt = -1;
    }
    return entry.traits;
  };

  const keepElement = (
    entry: TreeEntry,
    element: Element,
    traits: Traits,
    place: Edges,
    placed: Pick<SnapshotNode, 'parent' | 'box'>,
    styled: StyledWords | null,
  ): void => {
    const at = { id: entry.id, ...placed };
    const node = elementToNode(element, { ...traits, styled }, at, focusedNow(), options);
    keep(entry, element, place, entry.css === null ? node : { ...node, css: entry.css });
  };

  const enter = (visit: Extract<Visit, { kind: 'enter' }>, around: Around): Around => {
    const { element, place, edges, style, declaredSecure } = visit;
    if (around.isSecure) return { ...around, style };
    const entry = entryOf(element);
    const isOpen = explainsPictures && keepsText && !declaredSecure;
    const styled = isOpen ? styledWordsOf(element, style, place) : null;
    const traits = readTraits(entry, visit, around) ?? (styled === null ? null : plain);
    if (traits === null) return { ...around, style };
    const placed = { parent: around.id, box: rectToBox(edges) };
    keepElement(entry, element, traits, place, placed, styled);
    return { id: entry.id, isSecure: traits.secure === true, style };
  };

  const placeText = (text: Text, known: SnapshotNode | null, placed: Placed): SnapshotNode => {
    if (known === null) return textToNode(text, placed, clean);
    const isThere = known.parent === placed.parent && isSameBox(known.box, placed.box);
    return isThere ? known : { ...known, ...placed };
  };

  const readText = (visit: Extract<Visit, { kind: 'text' }>, around: Around): void => {
    if (!keepsText || visit.declaredSecure || around.isSecure) return;
    const entry = entryOf(visit.node);
    const placed = { id: entry.id, parent: around.id, box: rectToBox(visit.edges) };
    const known = entry.readInPass < freshSince ? null : entry.node;
    if (known === null) entry.readInPass = passes;
    keep(entry, visit.node, visit.place, placeText(visit.node, known, placed));
  };

  const spoilOne = (thing: Node): void => {
    const entry = entries.get(thing);
    if (entry !== undefined) entry.readInPass = -1;
    let at = isElement(thing) ? thing : composedParentOf(thing);
    for (let level = 0; at !== null && level < namedLevels; level += 1) {
      for (const named of [at, fieldOfLabel(at)]) {
        const around = named === null ? undefined : entries.get(named);
        if (around !== undefined) around.readInPass = -1;
      }
      at = composedParentOf(at);
    }
  };

  const idOf = (element: Element | null): number | null => {
    for (let at = element; at !== null; at = composedParentOf(at)) {
      const entry = entries.get(at);
      if (entry !== undefined && entry.node !== null) return entry.id;
    }
    return null;
  };

  const follow = function* (walk: Generator<Visit, WalkEnd>, begin: Around): Steps<WalkEnd> {
    scrolled = { x: window.scrollX, y: window.scrollY };
    const stack: Around[] = [];
    for (;;) {
      const { done, value: visit } = walk.next();
      if (done === true) return visit;
      const around = stack.at(-1) ?? begin;
      if (visit.kind === 'enter') stack.push(enter(visit, around));
      else if (visit.kind === 'leave') stack.pop();
      else if (visit.kind === 'text') readText(visit, around);
      if (visible.size > mostNodes) return 'cut';
      yield visit.kind === 'leave' ? 'light' : 'heavy';
    }
  };

  const viewport = () => ({ width: window.innerWidth, height: window.innerHeight });

  const aroundOf = (element: Element): Around => {
    const parent = composedParentOf(element);
    const id = idOf(parent);
    const held = id === null ? undefined : visible.get(id);
    return {
      id,
      isSecure: held?.traits?.secure === true,
      style: parent === null ? null : getComputedStyle(parent),
    };
  };

  const forget = (id: number, entry: TreeEntry): void => {
    visible.delete(id);
    if (entry.sent !== null) removed.push(id);
    if (entry.node !== null && showsItself(entry.node))
      left.note(entry.node.reach ?? entry.node.box);
    entry.node = null;
    entry.thing = null;
    entry.place = null;
    entry.sent = null;
  };

  return {
    pass: function* () {
      passes += 1;
      const top = options.top();
      if (top === null) return 'moved';
      const walk = walkVisible(top, { ...options, viewport: viewport(), unseen });
      return yield* follow(walk, outside);
    },
    close: (end) => {
      if (end === 'moved') return;
      for (const [id, entry] of visible) if (entry.pass !== passes) forget(id, entry);
    },
    lookInto: function* (element) {
      for (const [id, entry] of visible) {
        if (entry.thing !== null && !isConnectedOf(entry.thing)) forget(id, entry);
      }
      const sized = { ...options, viewport: viewport(), unseen: null };
      const surroundings = isConnectedOf(element) ? surroundingsOf(element, sized) : null;
      if (surroundings === null) return 'moved';
      return yield* follow(walkVisible(element, sized, surroundings), aroundOf(element));
    },
    standsStill: function* () {
      let asked = 0;
      for (const { thing, place } of visible.values()) {
        if (thing === null || place === null || !isAt(thing, place)) return false;
        asked += 1;
        if (asked % placesOfStep === 0) yield 'heavy';
      }
      return true;
    },
    spoil: (changes) => {
      if (changes === 'scroll') return;
      unseen.spoil(changes === 'places' ? 'all' : changes);
      if (
        changes === 'all' ||
        (changes !== 'places' && changes.some(({ kind }) => kind !== 'text'))
      )
        reshapes += 1;
      if (changes === 'all') freshSince = passes + 1;
      else if (changes !== 'places') for (const { thing } of changes) spoilOne(thing);
    },
    read: (element) => {
      const entry = entryOf(element);
      const seen = {
        style: getComputedStyle(element),
        declaredSecure: secure.isDeclared(element),
        startsPointer: false,
      };
      entry.traits = traitsOf(element, seen, options) ?? plain;
      entry.readInPass = Math.max(passes, freshSince);
      if (entry.cssFoundAt !== reshapes) {
        entry.css = cssPathOf(element);
        entry.cssFoundAt = reshapes;
      }
      const parent = idOf(composedParentOf(element));
      const place = rectOf(element);
      const isOpen = explainsPictures && keepsText && !seen.declaredSecure;
      const styled = isOpen ? styledWordsOf(element, seen.style, place) : null;
      keepElement(entry, element, entry.traits, place, { parent, box: rectToBox(place) }, styled);
      return entry.id;
    },
    idOf,
    take: () => {
      const nodes: SnapshotNode[] = [];
      const moved: MovedNode[] = [];
      for (const entry of visible.values()) {
        if (entry.node === null || entry.node === entry.sent) continue;
        const { node, sent } = entry;
        if (sent !== null && isSameButPlace(node, sent)) moved.push([node.id, ...node.box]);
        else nodes.push(node);
        entry.sent = node;
      }
      const gone = removed;
      removed = [];
      return { nodes, moved, removed: gone };
    },
    hasMovedFrame: () =>
      [...visible.values()].some(({ node, sent }) => node !== sent && node?.frame !== undefined),
    startOver: () => {
      removed = [];
      for (const entry of visible.values()) entry.sent = null;
    },
    leftSince: (sinceMs) => left.since(sinceMs),
    nodes: function* () {
      for (const { node, changedAtMs, shiftedAtMs } of visible.values()) {
        if (node !== null) yield { node, changedAtMs, shiftedAtMs };
      }
    },
  };
}
