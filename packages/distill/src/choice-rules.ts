/**
 * What was chosen in a list or picker that the browser draws → an action: no
 * key and no pointer of the page tells of it (spec/dataset.md).
 */
import type { ElementInfo, InteractionEvent, RecordingEvent } from '@understudy/recording';
import type { OpenAction } from './open-action.ts';
import { targetOf } from './pointer-rules.ts';
import type { Stage } from './stage.ts';

interface ChoiceEvent extends InteractionEvent {
  readonly element: ElementInfo;
  readonly value: string;
}

export const isChoice = (event: RecordingEvent): event is ChoiceEvent =>
  event.kind === 'interaction' &&
  event.what === 'change' &&
  event.element !== null &&
  event.value !== undefined &&
  event.value !== '';

export function onChoice(stage: Stage, { element, value }: ChoiceEvent): void {
  const target = targetOf(element);
  const choice: OpenAction = { ...stage.begin(target), kind: 'choice', text: value, target };
  stage.setOpen(choice);
  stage.addToOpen(choice);
}
