/**
 * A window's accessible objects → its texts and controls, with their places.
 *
 * Only what shows is asked for. Roles and names are kept until an event about
 * them; places are asked for anew each time, since a scroll tells nobody.
 */
import type { Box, ElementInfo, TextBox } from '@understudy/recording';
import type { Accessible } from './accessible.ts';
import type { AccessibleRef } from './questions.ts';
import { Unanswered } from './dbus.ts';
import { documentRole, isField, isSpeaking, passwordRole, roleToAria, tabRole } from './roles.ts';

export interface StructureNode {
  readonly ref: AccessibleRef;
  readonly role: number;
  readonly aria: string;
  readonly name: string;
  readonly box: Box;
  /** Below a web document: part of the page rather than of the browser. */
  readonly inDocument: boolean;
}

export interface StructureCache {
  role(ref: AccessibleRef): Promise<number>;
  name(ref: AccessibleRef): Promise<string>;
  forget(ref: AccessibleRef): void;
}

const cacheLimit = 50_000;

export function createStructureCache(accessible: Accessible): StructureCache {
  const roles = new Map<string, Promise<number>>();
  const names = new Map<string, Promise<string>>();
  const key = (ref: AccessibleRef): string => ref.name + ref.path;
  const through = <Value>(
    kept: Map<string, Promise<Value>>,
    ref: AccessibleRef,
    ask: (ref: AccessibleRef) => Promise<Value>,
  ): Promise<Value> => {
    const known = kept.get(key(ref));
    if (known !== undefined) return known;
    if (kept.size > cacheLimit) kept.clear();
    const asked = ask(ref);
    kept.set(key(ref), asked);
    asked.catch(() => kept.delete(key(ref)));
    return asked;
  };
  return {
    role: (ref) => through(roles, ref, accessible.role),
    name: (ref) => through(names, ref, accessible.name),
    forget: (ref) => {
      roles.delete(key(ref));
      names.delete(key(ref));
    },
  };
}

/**
 * Everything below `top` that shows. Objects that vanish while we ask are left out.
 * @throws Unanswered where the app is too busy to tell of one: then nobody knows what shows
 */
export async function readNodes(
  accessible: Accessible,
  cache: StructureCache,
  top: AccessibleRef,
): Promise<readonly StructureNode[]> {
  const refs = await accessible.descendants(top, ['showing', 'visible']);
  const found = await Promise.all(
    refs.map(async (ref) => {
      try {
        const [role, name, box] = await Promise.all([
          cache.role(ref),
          cache.name(ref),
          accessible.extents(ref),
        ]);
        return box === null ? null : { ref, role, name, box };
      } catch (error) {
        if (error instanceof Unanswered) throw error;
        return null;
      }
    }),
  );
  const nodes = found.filter((node) => node !== null);
  // Canonical order is depth first, so the document's own come after it, inside it.
  let document: Box | null = null;
  return nodes.map((node) => {
    if (node.role === documentRole) document ??= node.box;
    const inDocument: boolean = document !== null && isInside(node.box, document);
    return { ...node, aria: roleToAria(node.role), inDocument };
  });
}

/**
 * The texts that stand on the screen, each with the key of its object. A
 * container whose name is told again by what is inside it is left out, so that
 * each text has its tightest box.
 */
export async function nodesToTexts(
  accessible: Accessible,
  nodes: readonly StructureNode[],
  isSecure: (ref: AccessibleRef) => boolean,
): Promise<{ readonly texts: readonly TextBox[]; readonly keys: readonly string[] }> {
  const lists = await Promise.all(
    nodes.map(async (node, index): Promise<readonly TextBox[]> => {
      if (node.role === passwordRole || isSecure(node.ref)) {
        return [{ box: node.box, text: '', role: node.aria, secure: true, label: node.name }];
      }
      if (isPicture(node)) {
        const label = node.name;
        return [{ box: node.box, text: '', role: 'image', secure: true, label, picture: true }];
      }
      if (isField(node.aria)) {
        const label = node.name;
        const lines = await readLines(accessible, node).catch(() => null);
        if (lines === null) {
          // Text that we cannot read stands here: cover the field.
          return [{ box: node.box, text: '', role: node.aria, secure: true, label }];
        }
        // An empty field of a page may show a placeholder, which no text tells.
        const told = lines.length === 0 && node.inDocument ? [{ box: node.box, text: '' }] : lines;
        return told.map((line) => ({
          ...line,
          role: node.aria,
          secure: false,
          ...(label === '' ? {} : { label }),
        }));
      }
      if (!isSpeaking(node.aria) || node.name.trim() === '') return [];
      if (isToldInside(nodes, index)) return [];
      const isLong = node.box.height > multiLineHeightPx && node.name.length > 1;
      const lines =
        isLong && node.aria === 'text' ? await readLines(accessible, node).catch(() => null) : null;
      if (lines !== null && lines.length > 0) {
        return lines.map((line) => ({ ...line, role: node.aria, secure: false }));
      }
      return [{ box: node.box, text: node.name.trim(), role: node.aria, secure: false }];
    }),
  );
  return {
    texts: lists.flat(),
    keys: lists.flatMap((list, index) =>
      list.map((_, line) => `${nodes[index]?.ref.name}${nodes[index]?.ref.path}:${line}`),
    ),
  };
}

/**
 * Animation, canvas, drawing area, icon, image, chart, image map, video: whatever text they show,
 * no structure tells.
 */
const pictureRoles = new Set([3, 6, 18, 26, 27, 80, 100, 107]);
const iconPx = 32;

function isPicture(node: StructureNode): boolean {
  return pictureRoles.has(node.role) && node.box.width > iconPx && node.box.height > iconPx;
}

/** Taller than one line of ordinary text. */
const multiLineHeightPx = 28;
const linesAtMost = 200;
const lengthAtMost = 20_000;

/** The lines of a text that are inside its box, each with its own box. */
async function readLines(
  accessible: Accessible,
  node: StructureNode,
): Promise<readonly { readonly box: Box; readonly text: string }[]> {
  const length = await accessible.textLength(node.ref);
  if (length === 0) return [];
  if (node.box.height <= multiLineHeightPx) {
    const text = await accessible.text(node.ref, 0, Math.min(length, lengthAtMost));
    return text === '' ? [] : [{ box: node.box, text }];
  }
  const top = await accessible.offsetAt(node.ref, node.box.x + 2, node.box.y + 2);
  const lines: { box: Box; text: string }[] = [];
  let offset = Math.max(0, top);
  while (offset < length && lines.length < linesAtMost) {
    const line = await accessible.lineAt(node.ref, offset);
    if (line.last <= offset) break;
    const box = await accessible.rangeExtents(node.ref, line.first, line.last);
    if (box !== null) {
      if (box.y >= node.box.y + node.box.height) break;
      const text = line.text.replace(/\n$/, '');
      if (text !== '') lines.push({ box, text });
    }
    offset = line.last;
  }
  // No line could be placed: then all that is known is the whole.
  if (lines.length === 0) {
    const text = await accessible.text(node.ref, 0, Math.min(length, lengthAtMost));
    return [{ box: node.box, text }];
  }
  return lines;
}

/** In depth-first order what is inside follows at once. */
function isToldInside(nodes: readonly StructureNode[], index: number): boolean {
  const node = nodes[index];
  if (node === undefined) return false;
  const name = squeeze(node.name);
  let told = '';
  for (let next = index + 1; next < nodes.length; next += 1) {
    const inner = nodes[next];
    if (inner === undefined || !isInside(inner.box, node.box)) break;
    if (isSpeaking(inner.aria)) told += squeeze(inner.name);
    if (told.includes(name)) return true;
  }
  return false;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

const roundingPx = 2;

export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - roundingPx &&
    inner.y >= outer.y - roundingPx &&
    inner.x + inner.width <= outer.x + outer.width + roundingPx &&
    inner.y + inner.height <= outer.y + outer.height + roundingPx
  );
}

/** Texts outside the page that tell of other sites: tabs that are not in front, suggestions. */
export function isBrowserSide(node: StructureNode): boolean {
  return !node.inDocument && (node.role === tabRole || node.aria === 'listitem');
}

export function nodeToElement(
  node: Pick<StructureNode, 'aria' | 'name' | 'box'>,
  facts: {
    readonly app: string;
    readonly secure: boolean;
    readonly editable: boolean;
    readonly attributes: Readonly<Record<string, string>>;
  },
): ElementInfo {
  const css = attributesToCss(facts.attributes);
  return {
    role: node.aria,
    name: node.name,
    box: node.box,
    secure: facts.secure,
    editable: facts.editable,
    app: facts.app,
    ...(css === null ? {} : { css }),
  };
}

/** Chromium gives the tag, id and class of an element as object attributes. */
function attributesToCss(attributes: Readonly<Record<string, string>>): string | null {
  const { tag, id } = attributes;
  if (tag === undefined) return null;
  if (id !== undefined && /^[A-Za-z][\w-]*$/.test(id)) return `${tag}#${id}`;
  const classes = (attributes['class'] ?? '')
    .split(' ')
    .filter((name) => /^[A-Za-z][\w-]*$/.test(name));
  return [tag, ...classes.slice(0, 3)].join('.');
}
