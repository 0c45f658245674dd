/**
 * Element → accessible name, by "Accessible Name and Description Computation"
 * 1.2 with three differences for privacy: a placeholder is never a name, what a
 * field holds is never part of one, and an image's alternative text counts only
 * inside something that people act upon. What the site declares secure is
 * nowhere part of a name.
 *
 * The DOM is attacker-controlled: work and length are bounded.
 */
import {
  attributeOf,
  closestOf,
  dataOf,
  findById,
  firstChildOf,
  isElement,
  isRendered,
  isText,
  nextSiblingOf,
  rootOf,
  slottedIn,
  tagOf,
  type OpenShadowRoot,
} from './dom.ts';
import { isControl, labelsOf, textValueOf } from './form-control.ts';
import { inputTypeOf, isEditingHost } from './role.ts';
import { declaresSecure, isInDeclared } from './declared-secure.ts';
import { isMaskedByStyle } from './secure-field.ts';
import { maxTextLength } from './text-length.ts';

const mostNodes = 300;

/** Roles that are named by what is inside them (ARIA 1.2, "nameFrom: contents"); a row's cells tell its own. */
const namedByContent: ReadonlySet<string> = new Set(
  [
    'button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox',
    'menuitemradio option radio rowheader switch tab tooltip treeitem',
  ].flatMap((roles) => roles.split(' ')),
);

interface Walk {
  readonly open: OpenShadowRoot;
  nodesLeft: number;
  readonly seen: Set<Element>;
}

export function nameOf(element: Element, role: string, open: OpenShadowRoot): string {
  const walk: Walk = { open, nodesLeft: mostNodes, seen: new Set() };
  return squeeze(
    referencedName(element, walk) ||
      attributeText(element, 'aria-label') ||
      nativeName(element, walk) ||
      (namedByContent.has(role) && !isEditingHost(element)
        ? contentText(element, walk).trim() || styledText(element)
        : '') ||
      attributeText(element, 'title'),
  );
}

/** The text of the labels that stand beside a form field; '' where there is none. */
export function labelTextOf(element: Element, open: OpenShadowRoot): string {
  return squeeze(labelText(element, { open, nodesLeft: mostNodes, seen: new Set([element]) }));
}

/** Runs of white space as one space, and no longer than a node's text may be. */
export function squeeze(text: string): string {
  const short = text.length > maxTextLength * 2 ? text.slice(0, maxTextLength * 2) : text;
  return cutAtWord(short.replace(/\s+/gu, ' ').trim(), maxTextLength);
}

/** Cut between words, since a detector would not know half of a number. */
function cutAtWord(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf(' ', length);
  return end < 0 ? '' : text.slice(0, end);
}

function attributeText(element: Element, name: string): string {
  const text = attributeOf(element, name);
  return text === null ? '' : squeeze(text);
}

/** What style sheets write into an element, for one that has no words of its own; icon fonts write none. */
function styledText(element: Element): string {
  return ['::before', '::after']
    .map((part) => /^"(.*)"$/u.exec(getComputedStyle(element, part).content)?.[1] ?? '')
    .map((text) => text.replace(/[\p{Co}\\]/gu, ''))
    .join(' ')
    .trim();
}

function referencedName(element: Element, walk: Walk): string {
  const ids = attributeOf(element, 'aria-labelledby');
  if (ids === null) return '';
  const root = rootOf(element);
  return ids
    .slice(0, maxTextLength)
    .split(/\s+/u)
    .map((id) => (id === '' ? null : findById(root, id)))
    .map((referenced) =>
      referenced === null || isInDeclared(referenced, walk.open) ? '' : partText(referenced, walk),
    )
    .join(' ');
}

function nativeName(element: Element, walk: Walk): string {
  if (isControl(element)) {
    return labelText(element, walk) || buttonText(element);
  }
  switch (tagOf(element)) {
    case 'img':
    case 'area':
      return isInsideAction(element) ? attributeText(element, 'alt') : '';
    case 'fieldset':
      return childText(element, 'legend', walk);
    case 'figure':
      return childText(element, 'figcaption', walk);
    case 'table':
      return childText(element, 'caption', walk);
    case 'svg':
      return isInsideAction(element) ? titleText(element, walk) : '';
    default:
      return '';
  }
}

const isInsideAction = (element: Element): boolean =>
  closestOf(element, 'a,button,label,summary,[role],[onclick],[tabindex]') !== null;

const labelText = (element: Element, walk: Walk): string =>
  labelsOf(element)
    .slice(0, 5)
    .filter((label) => !isInDeclared(label, walk.open))
    .map((label) => contentText(label, walk))
    .join(' ');

function buttonText(element: Element): string {
  if (tagOf(element) !== 'input') return '';
  switch (inputTypeOf(element)) {
    case 'button':
      return textValueOf(element);
    case 'submit':
      return textValueOf(element) || 'Submit';
    case 'reset':
      return textValueOf(element) || 'Reset';
    case 'image':
      return attributeText(element, 'alt') || 'Submit';
    default:
      return '';
  }
}

/** A drawing's title is never rendered itself. */
const titleText = (svg: Element, walk: Walk): string => childText(svg, 'title', walk);

function childText(element: Element, tag: string, walk: Walk): string {
  for (const child of childrenOf(element, walk)) {
    if (isElement(child) && tagOf(child) === tag)
      return declaresSecure(child) ? '' : contentText(child, walk);
  }
  return '';
}

function contentText(element: Element, walk: Walk): string {
  if (walk.seen.has(element)) return '';
  walk.seen.add(element);
  let text = '';
  for (const child of childrenOf(element, walk)) {
    if (isText(child)) text += dataOf(child).slice(0, maxTextLength);
    else if (isElement(child)) text += elementText(child, walk);
    if (walk.nodesLeft <= 0 || text.length > maxTextLength) break;
  }
  return text;
}

function elementText(element: Element, walk: Walk): string {
  const tag = tagOf(element);
  if (tag === 'br') return ' ';
  if (tag === 'script' || tag === 'style' || tag === 'template' || tag === 'noscript') return '';
  if (tag !== 'slot' && !isRendered(element)) return '';
  if (attributeOf(element, 'aria-hidden') === 'true') return '';
  if (declaresSecure(element) || isMaskedByStyle(element)) return '';
  const text = partText(element, walk);
  return isInline(tag) ? text : ` ${text} `;
}

function partText(element: Element, walk: Walk): string {
  const given = attributeText(element, 'aria-label');
  if (given !== '') return given;
  const tag = tagOf(element);
  if (tag === 'img') return attributeText(element, 'alt');
  if (tag === 'svg') return titleText(element, walk);
  if (isControl(element) && tag !== 'button' && tag !== 'output') return buttonText(element);
  if (isEditingHost(element)) return '';
  return contentText(element, walk);
}

const isInline = (tag: string): boolean =>
  /^(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|kbd|mark|q|s|slot|small|span|strong|sub|sup|time|tt|u|var)$/u.test(
    tag,
  );

/** The children in the flat tree, one at a time: an element may have 100,000. */
function* childrenOf(element: Element, walk: Walk): Generator<Node> {
  const slotted = element instanceof HTMLSlotElement ? slottedIn(element) : [];
  if (slotted.length > 0) {
    for (const node of slotted) {
      if (walk.nodesLeft <= 0) return;
      walk.nodesLeft -= 1;
      yield node;
    }
    return;
  }
  for (let child = firstChildOf(walk.open(element) ?? element); child !== null;) {
    if (walk.nodesLeft <= 0) return;
    walk.nodesLeft -= 1;
    yield child;
    child = nextSiblingOf(child);
  }
}
