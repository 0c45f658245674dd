/**
 * AT-SPI → the element in focus, the element at a point, and the structure of
 * a window.
 *
 * A field that was once a password field stays secure for as long as the bus
 * is open, whatever "show password" makes of its role.
 */
import type { Clock } from '@understudy/base';
import { boxContains, type ElementInfo, type Point } from '@understudy/recording';
import type {
  DesktopWindow,
  ElementListener,
  ElementPort,
  OpenElements,
  WindowStructure,
} from '../ports.ts';
import { createAccessible } from './accessible.ts';
import type { AtspiBus } from './bus.ts';
import { readFocus, readFocused } from './focus.ts';
import type { AccessibleRef } from './questions.ts';
import { hasState, isInteractive, states } from './roles.ts';
import { createStructureCache, nodeToElement, type StructureNode } from './structure.ts';
import { readStructure } from './window-structure.ts';
import { isSecureField, refKey, type World } from './world.ts';

export function createAtspiElements(openBus: () => Promise<AtspiBus>, clock: Clock): ElementPort {
  return { open: async (listener) => openElements(await openBus(), clock, listener) };
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
    shown: new Map(),
    documents: new Map(),
  };
  /** The processes whose windows' structure somebody knows. */
  const asked = new Set<number>();
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
    const isText = signal.member === 'TextChanged';
    if (isText) noteWritten(world, signal.from);
    void bus.processIdOf(signal.from.name).then((processId) => {
      if (processId === null) return;
      if (isText && signal.detail.startsWith('insert')) listener.onInsert(processId, atNs);
      listener.onChange(processId, isText ? 'text' : 'layout', atNs);
    });
  });

  let heardNs = Number(clock.monotonicNs());
  bus.onHeard(() => {
    heardNs = Number(clock.monotonicNs());
  });
  void bus.lost.then((why) => {
    const atNs = Number(clock.monotonicNs());
    focusTurn += 1;
    // Nobody told what has the focus since, nor will; and we may be late to see that.
    listener.onLost(heardNs, why);
    for (const processId of asked) listener.onChange(processId, 'layout', atNs);
  });

  return {
    focused: (window) => readFocused(world, window).catch(() => null),
    elementAt: (window, point) => readElementAt(world, window, point),
    page: (window) => readPage(world, window).catch(() => null),
    structure: (window, changed) => {
      if (window.processId !== null) asked.add(window.processId);
      return readStructure(world, window, changed).catch(() => null);
    },
    close: () => {
      bus.close();
      return Promise.resolve();
    },
  };
}

function noteWritten({ shown }: World, ref: AccessibleRef): void {
  for (const { nodes, written } of shown.values())
    if (nodes.some((node) => node.ref.name === ref.name)) written.add(refKey(ref));
}

async function readElementAt(
  world: World,
  window: DesktopWindow,
  point: Point,
): Promise<ElementInfo | null> {
  const nodes = world.shown.get(window.handle)?.nodes ?? [];
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
  const { accessible, cache, documents } = world;
  const shown = documents.get(window.handle);
  if (shown !== undefined) {
    try {
      const [words, url, pageTitle] = await Promise.all([
        accessible.stateWords(shown.ref),
        accessible.documentUrl(shown.ref),
        cache.name(shown.ref),
      ]);
      if (hasState(words, states.showing) && url !== '')
        return { url, pageTitle, isPrivate: shown.isPrivate };
    } catch {
      documents.delete(window.handle);
    }
  }
  const structure = await readStructure(world, window, 'layout');
  // A document that is being replaced has no address, or is none of the window's for a moment.
  const isTold = structure !== null && (structure.isPrivate || (structure.url ?? '') !== '');
  return isTold ? structure : null;
}

type PageFacts = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;

function area(node: StructureNode): number {
  return node.box.width * node.box.height;
}
