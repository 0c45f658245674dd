/** What is held of one thing on the page between two passes, and how two readings of it compare. */
import type { Traits } from './describe.ts';
import type { Edges } from './edges.ts';
import type { NodeBox, SnapshotNode } from './snapshot-node.ts';

export interface Scrolled {
  readonly x: number;
  readonly y: number;
}

export interface TreeEntry {
  readonly id: number;
  /** null: of no interest. */
  traits: Traits | null;
  /** The pass that its traits, or its text, were read in; below 0: they may no longer hold. */
  readInPass: number;
  /** Found once and kept as long as the traits, and as all that it is found by: it is slow to find. */
  css: string | null;
  /** The count of changes by which it was found. */
  cssFoundAt: number;
  /** As last read; null while it is not visible. The same object until something of it changes. */
  node: SnapshotNode | null;
  /** What it is on the page, while it is visible. */
  thing: Node | null;
  /** Where it stood then, the parts that cannot be seen included. */
  place: Edges | null;
  /** How far the document was scrolled then. */
  scrolled: Scrolled;
  sent: SnapshotNode | null;
  /** When it was seen to be other than before, in epoch milliseconds. */
  changedAtMs: number;
  /** When it was seen to stand elsewhere, and to be the same. */
  shiftedAtMs: number;
  /** The pass that saw it last. */
  pass: number;
}

export function createEntry(id: number): TreeEntry {
  return {
    id,
    traits: null,
    readInPass: -1,
    css: null,
    cssFoundAt: -1,
    node: null,
    thing: null,
    place: null,
    scrolled: { x: 0, y: 0 },
    sent: null,
    changedAtMs: 0,
    shiftedAtMs: 0,
    pass: 0,
  };
}

export function isSameNode(a: SnapshotNode, b: SnapshotNode): boolean {
  return a === b || (isSameBox(a.box, b.box) && isSameButPlace(a, b));
}

export const isSameBox = (a: NodeBox, b: NodeBox): boolean =>
  a.every((edge, index) => edge === b[index]);

/** The smallest that holds both. */
export function joinBoxes([x, y, width, height]: NodeBox, other: NodeBox): NodeBox {
  const left = Math.min(x, other[0]);
  const top = Math.min(y, other[1]);
  const right = Math.max(x + width, other[0] + other[2]);
  const bottom = Math.max(y + height, other[1] + other[3]);
  return [left, top, right - left, bottom - top];
}

export function isSameButPlace(a: SnapshotNode, b: SnapshotNode): boolean {
  return (
    a.parent === b.parent &&
    a.role === b.role &&
    a.name === b.name &&
    a.value === b.value &&
    a.secure === b.secure &&
    a.editable === b.editable &&
    a.cover === b.cover &&
    a.label === b.label &&
    a.testId === b.testId &&
    a.css === b.css &&
    a.reach?.join() === b.reach?.join() &&
    a.frame?.index === b.frame?.index &&
    a.frame?.x === b.frame?.x &&
    a.frame?.y === b.frame?.y &&
    a.frame?.scale === b.frame?.scale &&
    (a.states ?? []).join() === (b.states ?? []).join()
  );
}
