/**
 * A window's accessible objects → its structure.
 *
 * Where only the text of a field changed since it was last read, what stands
 * where is not asked for again: a field that stands as it stood moves nothing.
 */
import { intersectBoxes } from '@understudy/recording';
import { isSameBox } from '../pipeline/region.ts';
import type { DesktopWindow, StructureChange, WindowStructure } from '../ports.ts';
import type { Accessible } from './accessible.ts';
import { Unanswered } from './dbus.ts';
import { documentRole, hasState, isField, passwordRole, states, tabRole } from './roles.ts';
import {
  isBrowserSide,
  isInside,
  nodesToTexts,
  readNodes,
  type StructureNode,
} from './structure.ts';
import { findTops } from './tops.ts';
import { refKey, type ShownWindow, type World } from './world.ts';

export async function readStructure(
  world: World,
  window: DesktopWindow,
  changed: StructureChange,
): Promise<WindowStructure | null> {
  const shown = changed === 'text' ? world.shown.get(window.handle) : undefined;
  if (shown === undefined) return readAll(world, window);
  const written = [...shown.written];
  // What is written while we look is looked at the next time.
  shown.written.clear();
  const isStanding = await areStanding(world, shown.nodes, written);
  return isStanding ? tell(world, window, shown) : readAll(world, window);
}

async function readAll(world: World, window: DesktopWindow): Promise<WindowStructure | null> {
  const { accessible, cache, secured } = world;
  const written = new Set<string>();
  // What is written while we read is read again.
  const former = world.shown.get(window.handle);
  if (former !== undefined) world.shown.set(window.handle, { ...former, written });
  const tops = await findTops(world, window);
  if (tops.refs.length === 0) return null;
  const lists = await Promise.all(
    tops.refs.map((top) =>
      readNodes(accessible, cache, top).catch((error: unknown) => {
        if (error instanceof Unanswered) throw error;
        return [];
      }),
    ),
  );
  const nodes = lists.flat().filter((node) => intersectBoxes(node.box, window.box) !== null);
  for (const node of nodes) if (node.role === passwordRole) secured.add(refKey(node.ref));
  const document = largestDocument(nodes);
  if (document === undefined || tops.ambiguous) world.documents.delete(window.handle);
  else world.documents.set(window.handle, { ref: document.ref, isPrivate: tops.isPrivate });
  const front = document === undefined ? new Set() : await readFrontTabs(accessible, nodes);
  const beside = nodes.filter((node) => isBrowserSide(node) && !front.has(refKey(node.ref)));
  const shown: ShownWindow = {
    nodes,
    written,
    beside: new Set(document === undefined ? [] : beside.map(({ ref }) => refKey(ref))),
    pageTitle: document?.name ?? '',
    isPrivate: tops.isPrivate,
  };
  world.shown.set(window.handle, shown);
  return nodes.length === 0 ? null : tell(world, window, shown);
}

async function tell(
  { accessible, documents, secured }: World,
  window: DesktopWindow,
  { nodes, beside, pageTitle, isPrivate }: ShownWindow,
): Promise<WindowStructure> {
  const document = documents.get(window.handle);
  const [url, texts] = await Promise.all([
    document === undefined ? null : accessible.documentUrl(document.ref).catch(() => null),
    nodesToTexts(accessible, nodes, (ref) => secured.has(refKey(ref)) || beside.has(refKey(ref))),
  ]);
  return { ...texts, url, pageTitle, isPrivate };
}

/** Whether all that was written went into fields that stand as they stood, with nothing inside them. */
async function areStanding(
  { accessible }: World,
  nodes: readonly StructureNode[],
  written: readonly string[],
): Promise<boolean> {
  const fields = nodes.filter(({ ref }) => written.includes(refKey(ref)));
  if (fields.length < written.length) return false;
  const standing = await Promise.all(
    fields.map(async (field) => {
      const isLeaf = nodes.every((node) => node === field || !isInside(node.box, field.box));
      if (!isField(field.aria) || !isLeaf) return false;
      const box = await accessible.extents(field.ref).catch(() => null);
      return box !== null && isSameBox(box, field.box);
    }),
  );
  return !standing.includes(false);
}

function largestDocument(nodes: readonly StructureNode[]): StructureNode | undefined {
  const area = ({ box }: StructureNode): number => box.width * box.height;
  return nodes.filter(({ role }) => role === documentRole).toSorted((a, b) => area(b) - area(a))[0];
}

async function readFrontTabs(
  accessible: Accessible,
  nodes: readonly StructureNode[],
): Promise<ReadonlySet<string>> {
  const tabs = nodes.filter((node) => node.role === tabRole && !node.inDocument);
  const selected = await Promise.all(
    tabs.map(async (tab) => {
      const words = await accessible.stateWords(tab.ref).catch((): readonly number[] => []);
      return hasState(words, states.selected) ? refKey(tab.ref) : null;
    }),
  );
  return new Set(selected.filter((key) => key !== null));
}
