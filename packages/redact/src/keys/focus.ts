/**
 * Which field the keys go to. Focus is told late and by another channel than
 * the window in front, so it is believed only for the window it came with:
 * fail closed to `unknown`.
 */
import type { ElementEvent, ElementInfo, WindowEvent } from '@understudy/recording';
import { isSecretField } from '../text/context.ts';
import type { RunField } from './run.ts';

/** Roles that show what is typed only where the program inside wishes to: a password prompt looks like any line. */
const opaqueRoles: ReadonlySet<string> = new Set(['terminal', 'unknown', 'invalid', '']);
/** A focus may come this much before the window event that belongs to it. */
const focusLeadNs = 100_000_000;

export interface Focus {
  focusOn(event: ElementEvent): void;
  /** @returns whether it is another window than before. */
  windowChanged(event: WindowEvent): boolean;
  /** Nobody looked for a while: it may be anywhere. */
  lost(): void;
  field(): RunField;
}

function fieldKey(element: ElementInfo, handle: number): string {
  const { role, name, box } = element;
  return [handle, role, name, box.x, box.y, element.css ?? ''].join('|');
}

const sameApp = (a: string, b: string): boolean => {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left.includes(right) || right.includes(left);
};

export function createFocus(): Focus {
  let handle = -1;
  let focused: { element: ElementInfo; timeNs: number } | null = null;
  return {
    focusOn: ({ element, timeNs }) => {
      focused = element === null ? null : { element, timeNs };
    },
    windowChanged: (event) => {
      if (event.handle === handle) return false;
      handle = event.handle;
      const early = focused !== null && event.timeNs - focused.timeNs <= focusLeadNs;
      if (!early || focused === null || !sameApp(focused.element.app, event.app)) focused = null;
      return true;
    },
    lost: () => {
      focused = null;
    },
    field: () => {
      if (focused === null) return { kind: 'unknown' };
      const { element } = focused;
      // After "show password" the role is a plain one: what names it still tells.
      if (element.secure || (element.editable && isSecretField(element))) return { kind: 'secure' };
      if (opaqueRoles.has(element.role.toLowerCase())) return { kind: 'unknown' };
      return { kind: 'known', element, key: fieldKey(element, handle) };
    },
  };
}
