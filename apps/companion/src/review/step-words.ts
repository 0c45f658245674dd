/** An action as a sentence a person recognises: `clicked "Save" (button) in chromium`. */
import { unreachable } from '@understudy/base';
import type { Action } from '@understudy/distill';

type Targeted = Extract<Action, { target: unknown }>;

export function actionToWords(action: Action, app: string): string {
  const where = app === '' ? '' : ` in ${app}`;
  switch (action.kind) {
    case 'click':
      return `clicked ${targetWords(action)}${where}`;
    case 'doubleClick':
      return `double-clicked ${targetWords(action)}${where}`;
    case 'tripleClick':
      return `triple-clicked ${targetWords(action)}${where}`;
    case 'rightClick':
      return `right-clicked ${targetWords(action)}${where}`;
    case 'middleClick':
      return `middle-clicked ${targetWords(action)}${where}`;
    case 'longPress':
      return `pressed and held ${targetWords(action)}${where}`;
    case 'drag':
      return `dragged ${targetWords(action)}${where}`;
    case 'scroll':
      return `scrolled ${scrollWords(action.dx, action.dy)}${where}`;
    case 'type':
      return action.text === null
        ? `typed ${action.keyCount} keys that were not recorded, into ${targetWords(action)}${where}`
        : `typed "${action.text}" into ${targetWords(action)}${where}`;
    case 'press':
    case 'hotkey':
      return `pressed ${action.keys.join('+')}${action.presses > 1 ? ` ${action.presses} times` : ''}${where}`;
    case 'wait':
      return `waited ${(action.durationNs / 1e9).toFixed(1)} s`;
    case 'terminate':
      return `ended the task (${action.status})`;
    default:
      return unreachable(action);
  }
}

function targetWords({ target }: Targeted): string {
  if (target === null) return 'something without a name';
  return target.name === '' ? `a ${target.role}` : `"${target.name}" (${target.role})`;
}

function scrollWords(dx: number, dy: number): string {
  if (Math.abs(dy) >= Math.abs(dx)) return dy > 0 ? 'up' : 'down';
  return dx > 0 ? 'right' : 'left';
}
