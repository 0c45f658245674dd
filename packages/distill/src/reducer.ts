/**
 * Raw events → actions, by the rules of a profile (spec/dataset.md).
 * A synchronous push machine: it keeps the one action that is still open, the
 * last frames' names and times, and nothing else, however long the session.
 *
 * Invariants: each raw button, wheel and key event is in exactly one action or
 * one counted drop; actions are ordered and do not overlap; the same events
 * give the same actions however they are cut into pushes.
 */
import { unreachable } from '@understudy/base';
import type { RecordingEvent, WindowEvent } from '@understudy/recording';
import type { Action, ReductionCounts } from './action.ts';
import { isChoice, onChoice } from './choice-rules.ts';
import { onFocusElement, onKey } from './key-rules.ts';
import { onButton, onMove, onPointerElement, onWheel } from './pointer-rules.ts';
import type { Profile } from './profile.ts';
import { createStage, lookUpDelayNs, type Stage, type StageOptions } from './stage.ts';

export interface ReducerOptions extends StageOptions {
  /** What the last step says of the task; success where nobody said otherwise. */
  readonly status?: 'success' | 'failure';
}

export interface Reducer {
  /** The actions that these events completed. Times that go backwards are clamped and counted. */
  push(events: readonly RecordingEvent[]): readonly Action[];
  /** The open action, if any, and the terminate step. The reducer is spent. */
  finish(): readonly Action[];
  counts(): ReductionCounts;
  /** No observation of an action still to come shows the screen as it was before this time. */
  floorNs(): number;
}

/** Input goes forward in time; what is looked up beside it may be stamped a little earlier. */
function clampTime(stage: Stage, timeNs: number): void {
  if (timeNs < stage.nowNs) stage.repair('clockBackwards');
  else stage.nowNs = timeNs;
}

/** Elements that were found before another window came to the front are behind it now. */
function onWindow(stage: Stage, { app, handle, timeNs }: WindowEvent): void {
  if (app !== stage.scene.app) stage.scene = { ...stage.scene, app, url: null };
  if (handle === stage.window) return;
  stage.window = handle;
  const staleNs = timeNs - lookUpDelayNs;
  if (stage.pointerElementNs < staleNs) stage.pointerElement = null;
  if (stage.focusElementNs < staleNs) stage.focusElement = null;
}

export function createReducer(profile: Profile, options: ReducerOptions = {}): Reducer {
  const stage = createStage(profile, options);
  let inputs = 0;

  const onEvent = (event: RecordingEvent): void => {
    stage.index += 1;
    if (event.timeNs > stage.lastNs) stage.lastNs = event.timeNs;
    switch (event.kind) {
      case 'pointerMove':
        clampTime(stage, event.timeNs);
        return onMove(stage, event.x, event.y);
      case 'pointerButton':
        inputs += 1;
        clampTime(stage, event.timeNs);
        return onButton(stage, event);
      case 'wheel':
        inputs += 1;
        clampTime(stage, event.timeNs);
        return onWheel(stage, event);
      case 'key':
        inputs += 1;
        clampTime(stage, event.timeNs);
        return onKey(stage, event);
      case 'screen':
        if (stage.scene.screen === null) stage.scene = { ...stage.scene, screen: event.size };
        return stage.seeFrame(event);
      case 'display':
        stage.scene = { ...stage.scene, screen: event.size };
        return undefined;
      case 'element':
        if (event.relation === 'focus') return onFocusElement(stage, event);
        return onPointerElement(stage, event);
      case 'window':
        return onWindow(stage, event);
      case 'gap':
        return stage.seeGap();
      case 'page':
        stage.scene = { ...stage.scene, url: event.url };
        return undefined;
      case 'interaction':
        if (!isChoice(event)) return undefined;
        clampTime(stage, event.timeNs);
        return onChoice(stage, event);
      case 'redaction':
      case 'snapshot':
        return undefined;
      default:
        return unreachable(event);
    }
  };

  return {
    push: (events) => {
      for (const event of events) onEvent(event);
      return stage.takeOut();
    },
    finish: () => {
      stage.terminate(options.status ?? 'success');
      return stage.takeOut();
    },
    counts: () => ({
      events: stage.index + 1,
      inputs,
      drops: { ...stage.drops },
      repairs: { ...stage.repairs },
    }),
    floorNs: () => stage.floorNs(),
  };
}
