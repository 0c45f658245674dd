/**
 * What of an event the tier keeps: motion is the pointer and gaps, actions adds
 * which control without content, text adds redacted text, screen the pixels.
 */
import { tierReaches, unreachable, type Tier } from '@understudy/base';
import type { ElementInfo, RecordingEvent, SnapshotNode } from '@understudy/recording';

/** Roles whose name is what the control does, not what it holds. */
const controlRoles: ReadonlySet<string> = new Set([
  'button',
  'push button',
  'toggle button',
  'checkbox',
  'check box',
  'radio',
  'radio button',
  'menuitem',
  'menu item',
  'menu',
  'menubar',
  'tab',
  'page tab',
  'switch',
  'slider',
  'spinbutton',
  'combobox',
  'combo box',
  'textbox',
  'entry',
  'text',
  'searchbox',
  'password text',
]);

const isControl = (role: string): boolean => controlRoles.has(role.toLowerCase());

function omit<Item extends object, Key extends keyof Item>(
  item: Item,
  keys: readonly Key[],
): Omit<Item, Key> {
  const rest = { ...item };
  for (const key of keys) delete rest[key];
  return rest;
}

function withoutContent(element: ElementInfo): ElementInfo {
  return isControl(element.role) ? element : { ...omit(element, ['label']), name: '' };
}

function nodeWithoutContent(node: SnapshotNode): SnapshotNode {
  return isControl(node.role)
    ? omit(node, ['value'])
    : { ...omit(node, ['value', 'label']), name: '' };
}

/** @returns null where the tier keeps nothing of the event. */
export function limitToTier(event: RecordingEvent, tier: Tier): RecordingEvent | null {
  switch (event.kind) {
    case 'pointerMove':
    case 'pointerButton':
    case 'wheel':
    case 'display':
    case 'gap':
      return event;
    case 'key':
      if (tierReaches(tier, 'text')) return event;
      return tierReaches(tier, 'actions')
        ? { ...event, stroke: { kind: 'withheld', reason: 'tier' } }
        : null;
    case 'window':
      if (tierReaches(tier, 'text')) return event;
      return tierReaches(tier, 'actions') ? { ...event, title: '' } : null;
    case 'element':
    case 'interaction':
      if (tierReaches(tier, 'text')) return event;
      if (!tierReaches(tier, 'actions')) return null;
      return {
        ...(event.kind === 'interaction' ? omit(event, ['value']) : event),
        element: event.element && withoutContent(event.element),
      };
    case 'snapshot':
      if (tierReaches(tier, 'text')) return event;
      return tierReaches(tier, 'actions')
        ? { ...event, nodes: event.nodes.map(nodeWithoutContent) }
        : null;
    case 'page':
      return tierReaches(tier, 'text') ? event : null;
    case 'screen':
    case 'redaction':
      return tierReaches(tier, 'screen') ? event : null;
    default:
      return unreachable(event);
  }
}
