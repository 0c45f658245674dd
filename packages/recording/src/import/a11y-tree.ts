/**
 * Accessibility trees as AgentNetTool writes them (Windows UI Automation, macOS
 * AX) → the control at a place. A tree is attacker-controlled JSON of any depth
 * and shape: what looks like a control is one, wherever it stands.
 */
import { z } from 'zod';
import type { ElementInfo } from '../event.ts';
import { boxContains, type Box, type Point } from '../geometry.ts';

const edge = z.number().min(-1_000_000).max(1_000_000);

const windowsSchema = z.looseObject({
  Name: z.string().nullish(),
  ControlType: z.string(),
  BoundingRectangle: z.looseObject({ left: edge, top: edge, right: edge, bottom: edge }),
});

const frameSchema = z.looseObject({ x: edge, y: edge, w: edge, h: edge });
const macSchema = z.looseObject({
  AXRole: z.string(),
  AXSubrole: z.string().nullish().catch(null),
  AXTitle: z.string().nullish().catch(null),
  AXDescription: z.string().nullish().catch(null),
  AXHelp: z.string().nullish().catch(null),
  // As an object, or as Python prints one.
  AXFrame: z.union([
    frameSchema,
    z
      .string()
      .transform((text) =>
        /'x': ([-\d.]+), 'y': ([-\d.]+), 'w': ([-\d.]+), 'h': ([-\d.]+)/.exec(text),
      )
      .transform((match) => {
        const [x, y, w, h] = (match ?? []).slice(1).map(Number);
        return { x, y, w, h };
      })
      .pipe(frameSchema),
  ]),
});

/** Their roles, in lower case and without "Control" or "AX" → ARIA's, where they differ. */
const ariaRoles = new Map([
  ['edit', 'textbox'],
  ['hyperlink', 'link'],
  ['image', 'img'],
  ['popupbutton', 'combobox'],
  ['radiobutton', 'radio'],
  ['searchfield', 'searchbox'],
  ['securetextfield', 'textbox'],
  ['spinner', 'spinbutton'],
  ['splitbutton', 'button'],
  ['statictext', 'text'],
  ['statusbar', 'status'],
  ['tab', 'tablist'],
  ['tabitem', 'tab'],
  ['textarea', 'textbox'],
  ['textfield', 'textbox'],
]);
const editableRoles: ReadonlySet<string> = new Set(['textbox', 'searchbox']);

const roleOf = (name: string): string => {
  const role = name.replace(/Control$|^AX/g, '').toLowerCase();
  return ariaRoles.get(role) ?? role;
};

function elementFrom(role: string, name: string, box: Box, secure: boolean): ElementInfo {
  return { role, name, box, secure, editable: editableRoles.has(role), app: '' };
}

/** The node by itself, or null where it is no control with a place. */
function nodeToElement(node: object): ElementInfo | null {
  if ('ControlType' in node) {
    const windows = windowsSchema.safeParse(node);
    if (!windows.success) return null;
    const { Name: name, ControlType: type, BoundingRectangle: rect } = windows.data;
    const box = boxOf(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top);
    return elementFrom(roleOf(type), name ?? '', box, false);
  }
  const mac = 'AXRole' in node ? macSchema.safeParse(node) : null;
  if (mac?.success !== true) return null;
  const { AXRole: type, AXSubrole: subrole, AXFrame: frame } = mac.data;
  const { AXTitle: title, AXDescription: description, AXHelp: help } = mac.data;
  const name = [title, description, help].find((text) => text) ?? '';
  const secure = subrole === 'AXSecureTextField';
  return elementFrom(roleOf(type), name, boxOf(frame.x, frame.y, frame.w, frame.h), secure);
}

function boxOf(x: number, y: number, width: number, height: number): Box {
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.max(0, Math.round(width)),
    height: Math.max(0, Math.round(height)),
  };
}

const areaOf = ({ box }: ElementInfo): number => box.width * box.height;

/** Every control of the tree, those nearer to the root first. */
function* elementsOf(tree: unknown): Generator<ElementInfo> {
  const open: unknown[] = [tree];
  for (let at = 0; at < open.length; at += 1) {
    const node = open[at];
    if (typeof node !== 'object' || node === null) continue;
    const element = Array.isArray(node) ? null : nodeToElement(node);
    if (element !== null) yield element;
    for (const value of Object.values(node)) if (typeof value === 'object') open.push(value);
  }
}

/** The smallest control that holds the place; of equal ones the innermost. */
export function elementAt(tree: unknown, point: Point): ElementInfo | null {
  let found: ElementInfo | null = null;
  for (const element of elementsOf(tree)) {
    if (!boxContains(element.box, point)) continue;
    if (found === null || areaOf(element) <= areaOf(found)) found = element;
  }
  return found;
}

/** The control that the tree is of. */
export function rootElement(tree: unknown): ElementInfo | null {
  const { value } = elementsOf(tree).next();
  return value ?? null;
}
