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
  if (step.kind === 'scroll') return text.scrolled[step.direction];
  if (step.kind === 'type') {
    if (step.text === null) return text.typedWithheld(step.keyCount, target);
    // On a button it presses; in a field, too, nobody sees what blanks were typed.
    if (/^ +$/.test(step.text)) return text.pressedSpace(step.text.length, target);
    return text.typed(step.text, target);
  }
  if (step.kind === 'choose') return text.chose(step.text, target);
  if (step.kind === 'copy' || step.kind === 'cut' || step.kind === 'paste') {
    const what = step.text === null ? text.clipboardUntold : text.clipboardText(step.text);
    return text.clipboard[step.kind](what, target);
  }
  if (step.kind === 'press' || step.kind === 'hotkey') {
    const keys = step.keys.join('+');
    return step.presses > 1 ? text.pressedOften(keys, step.presses) : text.pressed(keys);
  }
  if (step.kind === 'wait') return text.waited(((step.endNs - step.startNs) / 1e9).toFixed(1));
  return text.pointed[step.kind](target);
}

function targetToWords(target: CompanionStep['target']): string {
  if (target === null) return text.unknown;
  return target.name === '' ? text.unnamed(target.role) : text.named(target.name, target.role);
}
