/**
 * AT-SPI → the element that has the focus: one of which an app told, or of a
 * window the one that is asked for.
 *
 * What cannot be read could be a password field: then nothing is known.
 */
import type { DesktopWindow, FocusedElement } from '../ports.ts';
import { Unanswered } from './dbus.ts';
import type { AccessibleRef } from './questions.ts';
import { documentRole, goneRole, hasState, roleToAria, states } from './roles.ts';
import { nodeToElement } from './structure.ts';
import { findTops } from './tops.ts';
import { isSecureField, refKey, type World } from './world.ts';

/**
 * Facts that decide about keys are asked for anew, never taken from the cache.
 * @throws where it is gone, or its app does not answer
 */
export async function readFocus(
  world: Pick<World, 'accessible' | 'bus' | 'secured'>,
  ref: AccessibleRef,
  app: string,
): Promise<FocusedElement> {
  const { accessible, bus, secured } = world;
  const [role, name, box, words, attributes, processId] = await Promise.all([
    accessible.role(ref),
    accessible.name(ref),
    accessible.extents(ref).catch(() => null),
    accessible.stateWords(ref),
    accessible.attributes(ref).catch(orNone),
    bus.processIdOf(ref.name),
  ]);
  if (role === goneRole) throw new Error('The object has been replaced.');
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

/**
 * A page keeps its own focus while the browser around it has the keyboard, so
 * whatever is focused outside the page wins, and a field wins over its document.
 * @throws where one of them is gone, or its app does not answer
 */
export async function readFocused(
  world: Pick<World, 'accessible' | 'bus' | 'secured'>,
  window: DesktopWindow,
): Promise<FocusedElement | null> {
  const tops = await findTops(world, window);
  const lists = await Promise.all(
    tops.refs.map((top) => world.accessible.descendants(top, ['focused'])),
  );
  const refs = lists.flat();
  if (refs.length > focusedAtMost) return null;
  const focused = await Promise.all(refs.map((ref) => readFocus(world, ref, window.app)));
  return (
    focused.find((focus) => !focus.inPage) ??
    focused.find((focus) => focus.element.role !== 'document') ??
    focused[0] ??
    null
  );
}

const focusedAtMost = 16;

/** An app that has no attributes says so; one that does not answer may have some that tell of a secret. */
function orNone(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof Unanswered) throw error;
  return {};
}
