/**
 * AT-SPI → the element in focus, the element at a point, and the structure of
 * a window.
 *
 * A field that was once a password field stays secure for as long as the bus
 * is open, whatever "show password" makes of its role.
 */
import type { Clock } from '@understudy/base';
import { boxContains, intersectBoxes, type ElementInfo, type Point } from '@understudy/recording';
import type {
  DesktopWindow,
  ElementListener,
  ElementPort,
  FocusedElement,
  OpenElements,
  WindowStructure,
} from '../ports.ts';
import { createAccessible, type Accessible } from './accessible.ts';
import { connectAtspi, registry, type AccessibleRef, type AtspiBus } from './bus.ts';
import {
  documentRole,
  hasState,
  isInteractive,
  passwordRole,
  roleToAria,
  states,
  tabRole,
} from './roles.ts';
import {
  createStructureCache,
  isBrowserSide,
  isInside,
  nodeToElement,
  nodesToTexts,
  readNodes,
  type StructureCache,
  type StructureNode,
} from './structure.ts';

export function createAtspiElements(
  readBusAddress: () => Promise<string>,
  clock: Clock,
): ElementPort {
  return {
    open: async (listener) =>
      openElements(await connectAtspi(await readBusAddress()), clock, listener),
  };
}

function openElements(bus: AtspiBus, clock: Clock, listener: ElementListener): OpenElements {
  const accessible = createAccessible(bus);
  const cache = createStructureCache(accessible);
  const secured = new Set<string>();
  const world: World = {
    bus,
    accessible,
    cache,
    secured,
    structures: new Map(),
    documents: new Map(),
  };
  let focusTurn = 0;

  const onFocus = async (ref: AccessibleRef, atNs: number): Promise<void> => {
    focusTurn += 1;
    const turn = focusTurn;
    // Until it has answered, nothing is known of the field that the keys go to.
    listener.onFocus(null, atNs);
    const focus = await readFocus(world, ref, '').catch(() => null);
    if (turn === focusTurn) listener.onFocus(focus, atNs);
  };
  bus.onSignal((signal) => {
    const atNs = Number(clock.monotonicNs());
    if (signal.member === 'StateChanged' && signal.detail === 'focused') {
      if (signal.value === 1) void onFocus(signal.from, atNs);
      return;
    }
    cache.forget(signal.from);
    void bus.processIdOf(signal.from.name).then((processId) => {
      if (processId === null) return;
      listener.onChange(processId, signal.member === 'TextChanged' ? 'text' : 'layout', atNs);
    });
  });

  return {
    focused: (window) => readFocused(world, window),
    elementAt: (window, point) => readElementAt(world, window, point),
    page: (window) => readPage(world, window).catch(() => null),
    structure: (window) => readStructure(world, window).catch(() => null),
    close: () => {
      bus.close();
      return Promise.resolve();
    },
  };
}

interface World {
  readonly bus: AtspiBus;
  readonly accessible: Accessible;
  readonly cache: StructureCache;
  readonly secured: Set<string>;
  /** The nodes last read of each window, for hit tests. */
  readonly structures: Map<number, readonly StructureNode[]>;
  /** The web document last seen in each window, to ask for its address alone. */
  readonly documents: Map<number, ShownDocument>;
}

interface ShownDocument {
  readonly ref: AccessibleRef;
  readonly isPrivate: boolean;
}

const refKey = (ref: AccessibleRef): string => ref.name + ref.path;

/** Facts that decide about keys are asked for anew, never taken from the cache. */
async function readFocus(world: World, ref: AccessibleRef, app: string): Promise<FocusedElement> {
  const { accessible, bus, secured } = world;
  const [role, name, box, words, attributes, processId] = await Promise.all([
    accessible.role(ref),
    accessible.name(ref),
    accessible.extents(ref).catch(() => null),
    accessible.stateWords(ref),
    accessible.attributes(ref).catch((): Record<string, string> => ({})),
    bus.processIdOf(ref.name),
  ]);
  if (isSecureField(role, attributes)) secured.add(refKey(ref));
  const aria = roleToAria(role);
  const element = nodeToElement(
    { aria, name, box: box ?? { x: 0, y: 0, width: 0, height: 0 } },
    {
      app,
      secure: secured.has(refKey(ref)),
      editable: hasState(words, states.editable),
      attributes,
    },
  );
  // Chromium tells the tag of what comes from a page, and of nothing else.
  return { processId, element, inPage: 'tag' in attributes || role === documentRole };
}

/** The password role, and fields that the page itself calls secret (HTML autofill tokens). */
function isSecureField(role: number, attributes: Readonly<Record<string, string>>): boolean {
  if (role === passwordRole || attributes['text-input-type'] === 'password') return true;
  return /\b(cc-|one-time-code|current-password|new-password)/.test(
    attributes['autocomplete'] ?? '',
  );
}

/**
 * A page keeps its own focus while the browser around it has the keyboard, so
 * whatever is focused outside the page wins, and a field wins over its document.
 */
async function readFocused(world: World, window: DesktopWindow): Promise<FocusedElement | null> {
  const tops = await findTops(world, window);
  const lists = await Promise.all(
    tops.refs.map((top) => world.accessible.descendants(top, ['focused']).catch(() => [])),
  );
  const focused = await Promise.all(
    lists
      .flat()
      .slice(0, focusedAtMost)
      .map((ref) => readFocus(world, ref, window.app).catch(() => null)),
  );
  const known = focused.filter((focus) => focus !== null);
  return (
    known.find((focus) => !focus.inPage) ??
    known.find((focus) => focus.element.role !== 'document') ??
    known[0] ??
    null
  );
}

const focusedAtMost = 16;

async function readElementAt(
  world: World,
  window: DesktopWindow,
  point: Point,
): Promise<ElementInfo | null> {
  const nodes = world.structures.get(window.handle) ?? [];
  const hits = nodes.filter((node) => boxContains(node.box, point));
  const smallest = (among: readonly StructureNode[]): StructureNode | undefined =>
    among.toSorted((a, b) => area(a) - area(b))[0];
  const node = smallest(hits.filter((hit) => isInteractive(hit.aria))) ?? smallest(hits);
  if (node === undefined) return null;
  const [words, box, attributes] = await Promise.all([
    world.accessible.stateWords(node.ref).catch((): readonly number[] => []),
    world.accessible.extents(node.ref).catch(() => null),
    world.accessible.attributes(node.ref).catch((): Record<string, string> => ({})),
  ]);
  // What was read may be of the page before: an object that stands elsewhere was not hit.
  if (box === null || !hasState(words, states.showing) || !boxContains(box, point)) return null;
  const secure = isSecureField(node.role, attributes) || world.secured.has(refKey(node.ref));
  return nodeToElement(node, {
    app: window.app,
    secure,
    editable: hasState(words, states.editable),
    attributes,
  });
}

async function readPage(world: World, window: DesktopWindow): Promise<PageFacts | null> {
  const { accessible, documents } = world;
  const shown = documents.get(window.handle);
  if (shown !== undefined) {
    try {
      const [words, url, pageTitle] = await Promise.all([
        accessible.stateWords(shown.ref),
        accessible.documentUrl(shown.ref),
        accessible.name(shown.ref),
      ]);
      if (hasState(words, states.showing) && url !== '')
        return { url, pageTitle, isPrivate: shown.isPrivate };
    } catch {
      documents.delete(window.handle);
    }
  }
  const structure = await readStructure(world, window);
  // A document that is being replaced has no address, or is none of the window's for a moment.
  const isTold = structure !== null && (structure.isPrivate || (structure.url ?? '') !== '');
  return isTold ? structure : null;
}

type PageFacts = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;

function area(node: StructureNode): number {
  return node.box.width * node.box.height;
}

async function readStructure(world: World, window: DesktopWindow): Promise<WindowStructure | null> {
  const { accessible, cache, secured } = world;
  const tops = await findTops(world, window);
  if (tops.refs.length === 0) return null;
  const lists = await Promise.all(
    tops.refs.map((top) => readNodes(accessible, cache, top).catch(() => [])),
  );
  const nodes = lists.flat().filter((node) => intersectBoxes(node.box, window.box) !== null);
  world.structures.set(window.handle, nodes);
  for (const node of nodes) if (node.role === passwordRole) secured.add(refKey(node.ref));
  if (nodes.length === 0) return null;

  const document = nodes
    .filter((node) => node.role === documentRole)
    .toSorted((a, b) => area(b) - area(a))[0];
  const url =
    document === undefined || tops.ambiguous
      ? null
      : await accessible.documentUrl(document.ref).catch(() => null);
  if (document === undefined || tops.ambiguous) world.documents.delete(window.handle);
  else world.documents.set(window.handle, { ref: document.ref, isPrivate: tops.isPrivate });
  const front = await readFrontTabs(accessible, nodes);
  const isSecret = (ref: AccessibleRef): boolean => secured.has(refKey(ref));
  const sideTexts = new Set(
    document === undefined
      ? []
      : nodes
          .filter((node) => isBrowserSide(node) && !front.has(refKey(node.ref)))
          .map((node) => refKey(node.ref)),
  );
  const texts = await nodesToTexts(
    accessible,
    nodes,
    (ref) => isSecret(ref) || sideTexts.has(refKey(ref)),
  );
  return {
    ...texts,
    url,
    pageTitle: document?.name ?? '',
    isPrivate: tops.isPrivate,
  };
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

interface Tops {
  readonly refs: readonly AccessibleRef[];
  /** More than one accessible window may be this one. */
  readonly ambiguous: boolean;
  readonly isPrivate: boolean;
}

/** Names that browsers give the windows of their private modes. */
const privateNames = /\((Incognito|InPrivate|Private|Guest)\)|Private Browsing|Inkognito/i;

/**
 * The accessible top-level objects that are this window: those of its process
 * that stand where it stands. A popup has none of its own at times; then it is
 * whatever of its process shows inside it.
 */
async function findTops(world: World, window: DesktopWindow): Promise<Tops> {
  const { accessible, bus } = world;
  const none: Tops = { refs: [], ambiguous: false, isPrivate: false };
  if (window.processId === null) return none;
  const apps = await accessible.children(registry);
  const owned: AccessibleRef[] = [];
  for (const app of apps) {
    if ((await bus.processIdOf(app.name)) === window.processId) owned.push(app);
  }
  const lists = await Promise.all(owned.map((app) => accessible.children(app).catch(() => [])));
  const tops = await Promise.all(
    lists.flat().map(async (ref) => {
      try {
        const [name, box, words] = await Promise.all([
          accessible.name(ref),
          accessible.extents(ref),
          accessible.stateWords(ref),
        ]);
        return { ref, name, box, showing: hasState(words, states.showing) };
      } catch {
        return null;
      }
    }),
  );
  const standing = tops.filter((top) => top !== null && top.box !== null && top.showing);
  const isPrivate = standing.some((top) => top !== null && privateNames.test(top.name));
  const inside = standing.filter(
    (top) =>
      top !== null &&
      top.box !== null &&
      isInside(top.box, window.box) &&
      top.box.width * top.box.height > (window.box.width * window.box.height) / 2,
  );
  const named = inside.filter((top) => top?.name === window.title);
  const matching = named.length > 0 ? named : inside;
  // What a popup shows is told below the window that opened it, or below one of its own.
  const isPopup = window.owner !== window.handle;
  const chosen = matching.length > 0 && !isPopup ? matching : standing;
  return {
    refs: chosen.flatMap((top) => (top === null ? [] : [top.ref])),
    ambiguous: matching.length !== 1,
    isPrivate: matching.length === 1 ? privateNames.test(matching[0]?.name ?? '') : isPrivate,
  };
}
