/** Element → its states, from the control itself first and ARIA second. */
import { attributeOf, hasAnyAttribute, hasAttributeOf, matchesOf, tagOf } from './dom.ts';
import { isChecked, isControl, isIndeterminate } from './form-control.ts';
import type { NodeState } from './snapshot-node.ts';

const given = (element: Element, attribute: string): string =>
  (attributeOf(element, attribute) ?? '').slice(0, 10);

/** Its list is open, where the browser tells. */
const isOpenSelect = (element: Element): boolean =>
  CSS.supports('selector(:open)') && matchesOf(element, ':open');

const tagsWithStates = /^(?:option|summary|dialog)$/u;

export function statesOf(element: Element, focused: Element | null): readonly NodeState[] {
  // Most of a page, and each question asked of all of it is felt.
  if (!hasAnyAttribute(element) && !isControl(element) && !tagsWithStates.test(tagOf(element)))
    return element === focused ? ['focused'] : [];
  const states: NodeState[] = [];
  const checked = given(element, 'aria-checked');
  if (isIndeterminate(element) || checked === 'mixed') states.push('mixed');
  else if (isChecked(element) || checked === 'true') states.push('checked');
  const isChosen = tagOf(element) === 'option' && matchesOf(element, ':checked');
  if (isChosen || given(element, 'aria-selected') === 'true') states.push('selected');
  const expanded = given(element, 'aria-expanded');
  if (
    expanded === 'true' ||
    matchesOf(element, 'details[open] > summary') ||
    (tagOf(element) === 'select' && isOpenSelect(element))
  )
    states.push('expanded');
  else if (expanded === 'false' || matchesOf(element, 'details > summary'))
    states.push('collapsed');
  if (given(element, 'aria-pressed') === 'true') states.push('pressed');
  if (given(element, 'aria-disabled') === 'true') states.push('disabled');
  else if (isControl(element) && matchesOf(element, ':disabled')) states.push('disabled');
  if (isControl(element) && hasAttributeOf(element, 'readonly')) states.push('readonly');
  if (hasAttributeOf(element, 'required') || given(element, 'aria-required') === 'true')
    states.push('required');
  if (given(element, 'aria-invalid') === 'true') states.push('invalid');
  if (element === focused) states.push('focused');
  if (given(element, 'aria-modal') === 'true' || matchesOf(element, 'dialog:modal'))
    states.push('modal');
  return states;
}
