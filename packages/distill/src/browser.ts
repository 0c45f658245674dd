/** What a browser runs of distill: events to actions. Datasets, replay and pictures need Node. */
export type {
  Action,
  ActionKind,
  ClickAction,
  DragAction,
  EventDropReason,
  KeyAction,
  LongPressAction,
  Observation,
  Place,
  ReductionCounts,
  RepairReason,
  Scene,
  ScrollAction,
  Target,
  TerminateAction,
  TypeAction,
  WaitAction,
} from './action.ts';
export { DistillError, type DistillErrorCode } from './error.ts';
export { keyOptionsOf } from './key-options.ts';
export { profileFromName, profiles, type Profile, type ProfileName } from './profile.ts';
export { createReducer, type Reducer, type ReducerOptions } from './reducer.ts';
