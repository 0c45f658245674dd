/** A step as a sentence that the person recognises. */
import type { CompanionStep } from '@understudy/protocol';
import { strings } from '../strings/strings.ts';

const text = strings.contributor.review.step;

export function stepToWords(step: CompanionStep): string {
  const did = deedToWords(step);
  return step.app === '' || step.kind === 'wait' ? did : text.inApp(did, step.app);
}

function deedToWords(step: CompanionStep): string {
  const target = targetToWords(step.target);
  switch (step.kind) {
    case 'scroll':
      return text.scrolled[step.direction];
    case 'type':
      return step.text === null
        ? text.typedWithheld(step.keyCount, target)
        : text.typed(step.text, target);
    case 'press':
    case 'hotkey': {
      const keys = step.keys.join('+');
      return step.presses > 1 ? text.pressedOften(keys, step.presses) : text.pressed(keys);
    }
    case 'wait':
      return text.waited(((step.endNs - step.startNs) / 1e9).toFixed(1));
    case 'click':
    case 'doubleClick':
    case 'tripleClick':
    case 'rightClick':
    case 'middleClick':
    case 'longPress':
    case 'drag':
      return text.pointed[step.kind](target);
  }
}

function targetToWords(target: CompanionStep['target']): string {
  if (target === null) return text.unknown;
  return target.name === '' ? text.unnamed(target.role) : text.named(target.name, target.role);
}
