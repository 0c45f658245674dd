/** Which accessible top-level objects are a window of the screen. */
import type { DesktopWindow } from '../ports.ts';
import { registry } from './bus.ts';
import type { AccessibleRef } from './questions.ts';
import { Unanswered } from './dbus.ts';
import { hasState, states } from './roles.ts';
import { isInside } from './structure.ts';
import type { World } from './world.ts';

export interface Tops {
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
export async function findTops(
  world: Pick<World, 'accessible' | 'bus'>,
  window: DesktopWindow,
): Promise<Tops> {
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
      } catch (error) {
        if (error instanceof Unanswered) throw error;
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
