/**
 * The middle of the reducer: the one open action, its modifiers, and the way
 * out for what is complete. The rules for pointer and keys stand on it.
 */
import type { ElementInfo, Point, PointerButton, RecordingEvent } from '@understudy/recording';
import type {
  Action,
  EventDropReason,
  Observation,
  RepairReason,
  Scene,
  Target,
} from './action.ts';
import { closeAction, type Draft } from './close-action.ts';
import { createHeldModifiers, type HeldModifiers } from './held-modifiers.ts';
import { createObservationFinder } from './observation.ts';
import { addEvents, type Begun, type OpenAction } from './open-action.ts';
import type { Profile } from './profile.ts';
import { terminateCode, waitCode } from './pyautogui.ts';

/** What is looked up at an event (its element, its frame) may arrive this much later. */
export const lookUpDelayNs = 150_000_000;
/** After this long, what still changes on the screen is what the person waits for. */
const settledNs = 1_000_000_000;
/**
 * A modifier that nothing was heard of for so long is up: its release was lost, as
 * when another session or a lock screen took the keyboard.
 */
const mostHeldNs = 10_000_000_000;
/** Stands for every withheld key: which one it was is not known. */
export const withheldCode = 'withheld';
/** An action of more raw events is cut, so that memory stays bounded. */
export const mostEvents = 10_000;

/** A button that is down when its action closes is counted there. */
const buttons: ReadonlySet<string> = new Set<PointerButton>([
  'left',
  'middle',
  'right',
  'back',
  'forward',
]);
const isButton = (code: string): boolean => buttons.has(code);

export interface StageOptions {
  /** Combinations of the recorder itself (pyautogui's names), stripped with a count. */
  readonly ownHotkeys?: readonly (readonly string[])[];
  /** Whether Alt is the Option key of macOS, which chooses the character. */
  readonly optionWrites?: boolean;
}

export interface Stage {
  readonly profile: Profile;
  readonly modifiers: HeldModifiers;
  /** The open action that each key or button that is down went into; null: into none. */
  readonly down: Map<string, OpenAction | null>;
  readonly drops: Partial<Record<EventDropReason, number>>;
  readonly repairs: Partial<Record<RepairReason, number>>;
  index: number;
  nowNs: number;
  /** The latest time of any event. */
  lastNs: number;
  open: OpenAction | null;
  preMove: { startNs: number; from: Point } | null;
  scene: Scene;
  pointerElement: ElementInfo | null;
  pointerElementNs: number;
  focusElement: ElementInfo | null;
  focusElementNs: number;
  /** The last press of a button or a named key: it may have moved the focus, which is told later. */
  focusMayMoveNs: number;
  /** The handle of the window in front. */
  window: number | null;
  drop(reason: EventDropReason, count?: number): void;
  repair(reason: RepairReason, count?: number): void;
  /** Lets go of modifiers whose release was lost. */
  expireModifiers(): void;
  /** Closes the open action, takes the pending modifiers, and starts a new one. */
  begin(target: Target | null): Begun;
  /** `action` is the open one from here on. */
  setOpen(action: OpenAction): void;
  /** The open action takes this event and all pending modifiers. */
  addToOpen(open: OpenAction): void;
  close(): void;
  seeFrame(event: Extract<RecordingEvent, { kind: 'screen' }>): void;
  seeGap(): void;
  terminate(status: 'success' | 'failure'): void;
  /** The actions that were completed since the last call. */
  takeOut(): readonly Action[];
  floorNs(): number;
}

export function createStage(
  profile: Profile,
  { ownHotkeys = [], optionWrites = false }: StageOptions,
): Stage {
  const finder = createObservationFinder(profile);
  const modifiers = createHeldModifiers(optionWrites);
  const down = new Map<string, OpenAction | null>();
  const isOwnHotkey = (keys: readonly string[]): boolean =>
    ownHotkeys.some((own) => own.length === keys.length && own.every((key) => keys.includes(key)));
  let out: Action[] = [];
  /** The end of the last action; null where none is, or a gap came since. */
  let lastEndNs: number | null = null;
  /** What a wait after the last action would show; undefined: not looked for yet. */
  let waitObserved: Observation | null | undefined;

  const observe = (startNs: number, preMove: Begun['preMove']): Observation | null =>
    finder.find(startNs, Math.max(lastEndNs ?? 0, preMove?.startNs ?? startNs));

  const push = (action: Action): void => {
    out.push(action);
    lastEndNs = action.endNs;
    waitObserved = undefined;
  };

  /** A wait is put in where the screen went on changing long after the last action. */
  const emitWait = (nextStartNs: number): void => {
    if (profile.waitNs === null || lastEndNs === null) return;
    if (nextStartNs - lastEndNs < profile.waitNs) return;
    const startNs = lastEndNs + settledNs;
    const endNs = finder.lastChange(startNs, nextStartNs);
    if (endNs === null) return;
    push({
      kind: 'wait',
      startNs,
      endNs,
      durationNs: endNs - lastEndNs,
      events: [],
      scene: stage.scene,
      observation: waitObserved === undefined ? finder.find(startNs, startNs) : waitObserved,
      preMove: null,
      code: waitCode((endNs - lastEndNs) / 1e9),
    });
  };

  const emit = (draft: Draft, observed: Observation | null | undefined): void => {
    emitWait(draft.startNs);
    const observation = observed === undefined ? observe(draft.startNs, draft.preMove) : observed;
    push({ ...draft, observation });
  };

  const forget = (
    { keys, events }: ReturnType<HeldModifiers['clear']>,
    reason: EventDropReason,
  ): void => {
    stage.repair('neverReleased', keys);
    stage.drop(reason, events.length);
  };

  /** Of all that is down, the release will not be told, or means nothing here. */
  const letGo = (reason: EventDropReason): void => {
    forget(modifiers.clear(), reason);
    const keys = [...down.keys()].filter((code) => code !== withheldCode && !isButton(code));
    stage.repair('neverReleased', keys.length);
    down.clear();
  };

  const stage: Stage = {
    profile,
    modifiers,
    down,
    drops: {},
    repairs: {},
    index: -1,
    nowNs: 0,
    lastNs: 0,
    open: null,
    preMove: null,
    scene: { screen: null, app: null, url: null },
    pointerElement: null,
    pointerElementNs: 0,
    focusElement: null,
    focusElementNs: 0,
    focusMayMoveNs: 0,
    window: null,
    drop: (reason, count = 1) => {
      if (count > 0) stage.drops[reason] = (stage.drops[reason] ?? 0) + count;
    },
    repair: (reason, count = 1) => {
      if (count > 0) stage.repairs[reason] = (stage.repairs[reason] ?? 0) + count;
    },
    expireModifiers: () => forget(modifiers.expire(stage.nowNs - mostHeldNs), 'loneModifier'),
    begin: (target) => {
      stage.close();
      const taken = modifiers.takePending();
      const { preMove, nowNs, scene } = stage;
      stage.preMove = null;
      return {
        startNs: Math.max(taken.startNs ?? nowNs, lastEndNs ?? 0),
        endNs: nowNs,
        events: [...taken.events],
        modifiers: modifiers.names(),
        preMove,
        scene,
        target,
        observed: undefined,
      };
    },
    setOpen: (action) => {
      stage.open = action;
      modifiers.own(action, stage.nowNs);
    },
    addToOpen: (open) => {
      addEvents(open, modifiers.takePending().events);
      addEvents(open, [stage.index]);
      open.endNs = stage.nowNs;
      modifiers.own(open, stage.nowNs);
    },
    close: () => {
      const { open } = stage;
      if (open === null) return;
      stage.open = null;
      if (open.kind === 'pointer' && open.down) stage.repair('neverReleased');
      const closed = closeAction(open, profile, isOwnHotkey);
      if (closed.kind === 'dropped') return stage.drop(closed.reason, closed.count);
      for (const [place, draft] of closed.drafts.entries()) {
        emit(draft, place === 0 ? open.observed : undefined);
      }
    },
    seeFrame: (event) => {
      const { open } = stage;
      // Looked for before the frames that it needs are forgotten.
      if (
        open?.observed === undefined &&
        open !== null &&
        event.timeNs > open.startNs + lookUpDelayNs
      ) {
        open.observed = observe(open.startNs, open.preMove);
      }
      if (lastEndNs !== null && waitObserved === undefined) {
        const waitNs = lastEndNs + settledNs;
        if (event.timeNs > waitNs + lookUpDelayNs) waitObserved = finder.find(waitNs, waitNs);
      }
      finder.see(event);
    },
    seeGap: () => {
      stage.close();
      letGo('gap');
      finder.forget();
      lastEndNs = null;
      waitObserved = undefined;
      stage.preMove = null;
      stage.pointerElement = null;
      stage.focusElement = null;
    },
    terminate: (status) => {
      stage.close();
      letGo('loneModifier');
      const startNs = stage.lastNs + 1;
      const code = terminateCode(status);
      push({
        kind: 'terminate',
        startNs,
        endNs: startNs,
        events: [],
        scene: stage.scene,
        preMove: null,
        status,
        code,
        observation: observe(startNs, null),
      });
    },
    takeOut: () => {
      const actions = out;
      if (actions.length > 0) out = [];
      return actions;
    },
    floorNs: () => {
      const earliest = (stage.open?.startNs ?? stage.nowNs) - profile.lookBackNs;
      if (profile.waitNs === null || lastEndNs === null) return earliest;
      return Math.min(earliest, lastEndNs + settledNs);
    },
  };
  return stage;
}
