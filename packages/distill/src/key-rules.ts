/** Keys → typing, presses and hotkeys; what was withheld stays without text. */
import type { ElementEvent, KeyEvent } from '@understudy/recording';
import type { Target } from './action.ts';
import { modifierName } from './held-modifiers.ts';
import { isTextKey, keyName } from './key-name.ts';
import { addEvents, type OpenAction, type OpenTyping } from './open-action.ts';
import { targetOf } from './pointer-rules.ts';
import { lookUpDelayNs, mostEvents, withheldCode, type Stage } from './stage.ts';

function focusTarget(stage: Stage): Target | null {
  return stage.focusElement === null ? null : targetOf(stage.focusElement);
}

/** An event of a key that already belongs to `owner`: the open action, or one that is closed. */
function addIfOpen(stage: Stage, owner: OpenAction | null): void {
  const { open } = stage;
  if (open !== null && owner === open && open.events.length < mostEvents) {
    addEvents(open, [stage.index]);
  } else {
    stage.drop('lateRelease');
  }
}

function onModifierDown(stage: Stage, code: string, name: string): void {
  const { modifiers, open } = stage;
  const held = modifiers.find(code);
  if (held === undefined) {
    modifiers.press(code, name, stage.index, stage.nowNs);
    // One that joins a press that is under way changes nothing of it.
    if (open?.kind === 'pointer' && open.down) {
      addEvents(open, modifiers.takePending().events);
      modifiers.own(open, stage.nowNs);
    }
  } else if (held.pending) {
    modifiers.repeat(code, stage.index, stage.nowNs);
  } else {
    addIfOpen(stage, held.owner);
  }
}

function onModifierUp(stage: Stage, code: string): void {
  const { modifiers } = stage;
  const held = modifiers.find(code);
  if (held === undefined) return stage.drop('releaseWithoutPress');
  if (held.pending) {
    const keys = modifiers.pendingNames();
    stage.setOpen({ ...stage.begin(focusTarget(stage)), kind: 'keys', code, keys, presses: 1 });
  }
  addIfOpen(stage, modifiers.find(code)?.owner ?? null);
  modifiers.release(code);
}

function typingToGoOn(stage: Stage): OpenTyping | null {
  const { open, profile, nowNs } = stage;
  if (open?.kind !== 'typing' || open.events.length >= mostEvents) return null;
  const paused = profile.typingPauseNs !== null && nowNs - open.endNs > profile.typingPauseNs;
  return paused ? null : open;
}

function onText(stage: Stage, code: string, text: string): void {
  let typing = typingToGoOn(stage);
  if (typing === null) {
    const begun = stage.begin(focusTarget(stage));
    typing = { ...begun, kind: 'typing', texts: [], keyCount: 0 };
    stage.setOpen(typing);
  }
  typing.texts.push(text);
  typing.keyCount += 1;
  stage.addToOpen(typing);
  stage.down.set(code, typing);
}

function onNamedKey(stage: Stage, code: string, name: string): void {
  const { open, modifiers } = stage;
  stage.focusMayMoveNs = stage.nowNs;
  const keys = [...modifiers.names().filter((held) => held !== name), name];
  const isRepeat =
    open?.kind === 'keys' &&
    stage.down.get(code) === open &&
    open.keys.join('+') === keys.join('+') &&
    open.events.length < mostEvents;
  if (isRepeat) {
    open.presses += 1;
    stage.addToOpen(open);
    return;
  }
  const begun = stage.begin(focusTarget(stage));
  const action: OpenAction = { ...begun, kind: 'keys', code, keys, presses: 1 };
  stage.setOpen(action);
  stage.addToOpen(action);
  stage.down.set(code, action);
}

function onKeyDown(stage: Stage, code: string, key: string): void {
  const modifier = modifierName(key);
  if (modifier !== null) return onModifierDown(stage, code, modifier);
  if (!stage.modifiers.areBeyondText()) {
    if (isTextKey(key)) return onText(stage, code, key);
    const typing = key === 'Backspace' ? typingToGoOn(stage) : null;
    if (typing !== null && typing.texts.length > 0) {
      typing.texts.pop();
      typing.keyCount += 1;
      stage.addToOpen(typing);
      stage.down.set(code, typing);
      return;
    }
  }
  const name = keyName(key);
  if (name !== null) return onNamedKey(stage, code, name);
  stage.down.set(code, null);
  stage.drop('unnamedKey');
}

function onWithheldDown(stage: Stage): void {
  let withheld = stage.open?.kind === 'withheld' ? stage.open : null;
  if (withheld === null || withheld.events.length >= mostEvents) {
    withheld = { ...stage.begin(focusTarget(stage)), kind: 'withheld', keyCount: 0 };
    stage.setOpen(withheld);
  }
  withheld.keyCount += 1;
  stage.addToOpen(withheld);
  stage.down.set(withheldCode, withheld);
}

export function onKey(stage: Stage, { pressed, stroke }: KeyEvent): void {
  stage.expireModifiers();
  if (stroke.kind === 'withheld') {
    if (pressed) return onWithheldDown(stage);
    const owner = stage.down.get(withheldCode);
    if (owner === undefined) return stage.drop('releaseWithoutPress');
    return addIfOpen(stage, owner);
  }
  const { code, key } = stroke;
  if (pressed) return onKeyDown(stage, code, key);
  if (stage.modifiers.find(code) !== undefined) return onModifierUp(stage, code);
  const owner = stage.down.get(code);
  stage.down.delete(code);
  if (owner === undefined) return stage.drop('releaseWithoutPress');
  addIfOpen(stage, owner);
}

/** Focus arrives after the click or key that moved it, and at times after what is typed there at once. */
export function onFocusElement(stage: Stage, { timeNs, element }: ElementEvent): void {
  const wasOld = stage.focusElementNs < stage.focusMayMoveNs;
  stage.focusElement = element;
  stage.focusElementNs = timeNs;
  const { open } = stage;
  if (element === null || open === null || (open.target !== null && !wasOld)) return;
  if (open.kind !== 'typing' && open.kind !== 'withheld') return;
  if (timeNs <= open.startNs + lookUpDelayNs) open.target = targetOf(element);
}
