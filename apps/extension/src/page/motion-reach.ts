/**
 * A running animation → how far it may bring what it moves, at any moment of its
 * way: a picture shows it somewhere there, and nobody can tell where by now.
 */
import {
  composedParentOf,
  firstChildOf,
  isElement,
  isText,
  nextSiblingOf,
  rectOf,
  slottedIn,
  tagOf,
  type OpenShadowRoot,
} from '../snapshot/dom.ts';
import { hasArea, join, meet, nowhere, type Edges } from '../snapshot/edges.ts';
import { createTextRuler } from '../snapshot/place.ts';

export type Reach =
  /** Nothing that says anything stands elsewhere, or comes or goes. */
  | { readonly kind: 'none' }
  | { readonly kind: 'within'; readonly edges: Edges }
  | { readonly kind: 'anywhere' };

const none: Reach = { kind: 'none' };
const anywhere: Reach = { kind: 'anywhere' };

/** More than that of what is seen is not covered for one animation: the picture is worth nothing then. */
const largestShare = 0.5;
/** What holds more counts as saying something, anywhere. */
const mostNodes = 200;
/** There and back, and half as much for easings that go beyond their ends. */
const overshoot = 3;

const notProperties = new Set(['offset', 'computedOffset', 'easing', 'composite']);
/** What these change stands where it stood, and is told all the same. */
const looks =
  /^(?:background|border.*Color|outline|boxShadow|textShadow|color|fill|stroke|filter|backdropFilter|caretColor|accentColor|textDecorationColor|cursor)/u;
/** What these change comes or goes where it stands. */
const fades = /^(?:opacity|visibility|clipPath|mask|fillOpacity|zIndex)/u;
/** These move what is inside alone. */
const transforms = new Set(['transform', 'translate', 'rotate', 'scale']);

export function reachOf(effect: AnimationEffect | null, open: OpenShadowRoot): Reach {
  if (!(effect instanceof KeyframeEffect)) return none;
  const { target, pseudoElement } = effect;
  if (target === null) return none;
  const frames = effect.getKeyframes();
  const properties = [...new Set(frames.flatMap((frame) => Object.keys(frame)))].filter(
    (name) => !notProperties.has(name) && !looks.test(name),
  );
  if (properties.length === 0) return none;
  const moving = properties.filter((name) => !fades.test(name));
  const movesOthers =
    moving.some((name) => !transforms.has(name)) && !isOutOfFlow(target, pseudoElement);
  if (pseudoElement !== null) {
    if (movesOthers) return anywhere;
    return saysByStyle(target, pseudoElement) ? within(clipAround(target, true)) : none;
  }
  if (moving.length === 0) return { kind: 'within', edges: rectOf(target) };
  const extent = extentOf(target, open);
  if (extent === 'nothing' && !movesOthers) return none;
  const clip = movesOthers ? null : clipAround(target, false);
  if (clip !== null || movesOthers || extent === 'nothing' || extent === 'much')
    return within(clip);
  const isBound = moving.every((name) => transforms.has(name));
  const farPx = isBound ? farthestPx(frames, moving, sizeOf(target, extent)) : null;
  return within(farPx === null ? null : grow(extent, farPx * overshoot));
}

/** Where that is worth to be covered. */
const within = (edges: Edges | null): Reach =>
  edges !== null && isSmall(edges) ? { kind: 'within', edges } : anywhere;

/** Whether it is a small part of what is seen. */
export function isSmall(edges: Edges): boolean {
  const { innerWidth: right, innerHeight: bottom } = window;
  const seen = meet(edges, { left: 0, top: 0, right, bottom });
  if (seen === null) return true;
  const area = (seen.right - seen.left) * (seen.bottom - seen.top);
  return area <= largestShare * right * bottom;
}

const grow = ({ left, top, right, bottom }: Edges, byPx: number): Edges => ({
  left: left - byPx,
  top: top - byPx,
  right: right + byPx,
  bottom: bottom + byPx,
});

const isOutOfFlow = (element: Element, pseudo: string | null): boolean =>
  /^(?:absolute|fixed)$/u.test(getComputedStyle(element, pseudo).position);

/** What cuts off all that is in an element wherever it is moved; null: nothing for sure. */
function clipAround(element: Element, isItselfIn: boolean): Edges | null {
  for (let at: Element | null = element; at !== null; at = composedParentOf(at)) {
    const { position, overflowX, overflowY } = getComputedStyle(at);
    if (tagOf(at) === 'body' || tagOf(at) === 'html') return null;
    const isIn = at !== element || isItselfIn;
    if (isIn && overflowX !== 'visible' && overflowY !== 'visible') return rectOf(at);
    // What it stands upon may be outside of what cuts off.
    if (position === 'absolute' || position === 'fixed') return null;
  }
  return null;
}

const showing =
  /^(?:img|image|canvas|video|iframe|frame|embed|object|input|textarea|select|marquee|use)$/u;

/** Where all that is in it stands now. */
function extentOf(top: Element, open: OpenShadowRoot): Edges | 'nothing' | 'much' {
  const placeOfText = createTextRuler();
  const left: Node[] = [top];
  let extent = nowhere;
  let says = false;
  for (let nodes = 1; ; nodes += 1) {
    const node = left.pop();
    if (node === undefined) return says ? extent : 'nothing';
    if (nodes > mostNodes) return 'much';
    if (isText(node)) {
      const place = placeOfText(node);
      says ||= place !== null;
      if (place !== null) extent = join(extent, place);
    }
    if (!isElement(node)) continue;
    const rect = rectOf(node);
    if (hasArea(rect)) extent = join(extent, rect);
    says ||=
      showing.test(tagOf(node)) || saysByStyle(node, '::before') || saysByStyle(node, '::after');
    if (node instanceof HTMLSlotElement) left.push(...slottedIn(node));
    let child = firstChildOf(open(node) ?? node);
    for (; child !== null && left.length <= mostNodes; child = nextSiblingOf(child))
      left.push(child);
    if (child !== null) return 'much';
  }
}

/** Words by a style sheet (signs of icon fonts are none), or a picture. */
function saysByStyle(element: Element, pseudo: string): boolean {
  const { content, backgroundImage } = getComputedStyle(element, pseudo);
  return (
    /[\p{L}\p{N}]/u.test(content.replace(/^(?:normal|none)$/u, '')) ||
    backgroundImage.includes('url(')
  );
}

const step = /(\w+)\(([^()]*)\)/gu;
const length = /^(-?[\d.]+(?:e-?\d+)?)(px|%)?$/u;

interface Size {
  /** Of the thing itself, which percents are of. */
  readonly sidePx: number;
  /** Of all that is in it; null: it turns around a place outside of it. */
  readonly diagonalPx: number | null;
}

/** How far a thing may be brought from where it stands by itself; null: nobody can tell. */
function farthestPx(
  frames: readonly ComputedKeyframe[],
  properties: readonly string[],
  size: Size,
): number | null {
  let farPx = 0;
  for (const property of properties) {
    const stops = frames.filter((frame) => property in frame);
    // Without both ends it begins or ends where nothing here tells.
    const isWhole = [0, 1].every((end) =>
      stops.some(({ computedOffset }) => computedOffset === end),
    );
    const stepsPx = stops.map((stop) => stopPx(property, String(stop[property]), size));
    if (!isWhole || stepsPx.includes(null)) return null;
    farPx += Math.max(...stepsPx.map((px) => px ?? 0));
  }
  return farPx;
}

function stopPx(property: string, value: string, size: Size): number | null {
  if (value === 'none') return 0;
  const steps =
    property === 'transform'
      ? [...value.matchAll(step)].map(([, name = '', values = '']) => stepOf(name, values, size))
      : [stepOf(property, value, size)];
  if (property === 'transform' && value.replace(step, '').trim() !== '') return null;
  let farPx = 0;
  let growth = 1;
  for (const next of steps) {
    if (next === null) return null;
    farPx += next.farPx;
    growth *= Math.max(1, next.growth);
  }
  return farPx * growth;
}

function stepOf(
  name: string,
  values: string,
  { sidePx, diagonalPx }: Size,
): { readonly farPx: number; readonly growth: number } | null {
  if (/^rotate[XYZ]?$/u.test(name))
    return diagonalPx === null ? null : { farPx: 2 * diagonalPx, growth: 1 };
  const numbers = values.split(/[\s,]+/u).map((value) => length.exec(value));
  const amounts = numbers.flatMap((match) => (match === null ? [] : [Number(match[1])]));
  if (amounts.length < numbers.length) return null;
  if (/^translate(?:X|Y|Z|3d)?$/u.test(name)) {
    const lengths = numbers.map((match, index) => {
      const amount = Math.abs(amounts[index] ?? 0);
      return match?.[2] === '%' ? (amount / 100) * sidePx : amount;
    });
    return { farPx: lengths.reduce((sum, px) => sum + px, 0), growth: 1 };
  }
  if (!/^scale[XY]?$/u.test(name) || diagonalPx === null) return null;
  const factors = numbers.map(
    (match, index) => Math.abs(amounts[index] ?? 0) / (match?.[2] === '%' ? 100 : 1),
  );
  const growth = Math.max(...factors);
  return { farPx: Math.max(...factors.map((by) => Math.abs(by - 1))) * diagonalPx, growth };
}

function sizeOf(target: Element, extent: Edges): Size {
  const own = rectOf(target);
  const diagonalPx = Math.hypot(extent.right - extent.left, extent.bottom - extent.top);
  return {
    sidePx: Math.max(own.right - own.left, own.bottom - own.top),
    diagonalPx: isAroundItself(target, own) ? diagonalPx : null,
  };
}

/** Whether it turns and grows around a place in itself. */
function isAroundItself(element: Element, { left, top, right, bottom }: Edges): boolean {
  const [x = -1, y = -1] = getComputedStyle(element)
    .transformOrigin.split(' ')
    .map(Number.parseFloat);
  return (
    element instanceof HTMLElement && x >= 0 && y >= 0 && x <= right - left && y <= bottom - top
  );
}
