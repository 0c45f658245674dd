/**
 * What of an event the tier keeps: motion is the pointer and gaps, actions adds
 * which control without content, text adds redacted text, screen the pixels.
 */
import { tierReaches, unreachable, type Tier } from '@understudy/base';
import type { RecordingEvent } from '@understudy/recording';

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
    case 'element': {
      if (tierReaches(tier, 'text')) return event;
      if (!tierReaches(tier, 'actions')) return null;
      if (event.element === null || controlRoles.has(event.element.role.toLowerCase()))
        return event;
      return { ...event, element: { ...event.element, name: '' } };
    }
    case 'page':
      return tierReaches(tier, 'text') ? event : null;
    // Nothing cleans these yet, so nothing of them is kept.
    case 'interaction':
    case 'snapshot':
      return null;
    case 'screen':
    case 'redaction':
      return tierReaches(tier, 'screen') ? event : null;
    default:
      return unreachable(event);
  }
}
