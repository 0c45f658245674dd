/** What a person did → the step that a review shows, in values: its words are the page's own. */
import type { Action } from '@understudy/distill';
import type { CompanionStep } from '@understudy/protocol';
import type { InteractionEvent, RecordingEvent } from '@understudy/recording';

/** Before its place among the steps is known. */
type NewStep<Step = CompanionStep> = Step extends unknown ? Omit<Step, 'index'> : never;

type ShownAction = Exclude<Action, { kind: 'terminate' }>;

export function actionToStep(action: ShownAction, app: string): NewStep {
  const target = 'target' in action ? action.target : null;
  const step = {
    startNs: action.startNs,
    endNs: action.endNs,
    app,
    point: 'at' in action ? { ...action.at.pixel } : null,
    target: target === null ? null : targetToStep(target),
    frame: action.observation?.frame ?? null,
  };
  if (action.kind === 'scroll') {
    return { kind: action.kind, direction: directionOf(action.dx, action.dy), ...step };
  }
  if (action.kind === 'type') {
    return { kind: action.kind, text: action.text, keyCount: action.keyCount, ...step };
  }
  if (action.kind === 'choose') return { kind: action.kind, text: action.text, ...step };
  if (action.kind === 'press' || action.kind === 'hotkey') {
    return { kind: action.kind, keys: [...action.keys], presses: action.presses, ...step };
  }
  return { kind: action.kind, ...step };
}

/** No action of a dataset, but what its owner must see before sharing it. */
export interface ClipboardEvent extends InteractionEvent {
  readonly what: 'copy' | 'cut' | 'paste';
}

export const isClipboardEvent = (event: RecordingEvent): event is ClipboardEvent =>
  event.kind === 'interaction' && /^(?:copy|cut|paste)$/u.test(event.what);

export function clipboardToStep(
  { what, timeNs, element, value }: ClipboardEvent,
  app: string,
  frame: CompanionStep['frame'],
): NewStep {
  return {
    kind: what,
    text: value ?? null,
    startNs: timeNs,
    endNs: timeNs,
    app,
    point: null,
    target: element === null ? null : targetToStep(element),
    frame,
  };
}

type Target = NonNullable<Extract<Action, { target: unknown }>['target']>;

function targetToStep({
  role,
  name,
  box,
}: Pick<Target, 'role' | 'name' | 'box'>): NonNullable<CompanionStep['target']> {
  const drawn = box.width > 0 && box.height > 0;
  return { role, name, box: drawn ? { ...box } : null };
}

function directionOf(
  dx: number,
  dy: number,
): Extract<CompanionStep, { kind: 'scroll' }>['direction'] {
  if (Math.abs(dy) >= Math.abs(dx)) return dy > 0 ? 'up' : 'down';
  return dx > 0 ? 'right' : 'left';
}
