/**
 * The rules of reduction as named, versioned data. A dataset records the name
 * and the version; any change of a number here raises the version.
 */
import { DistillError } from './error.ts';

export interface Profile {
  readonly name: 'agentnet' | 'openadapt';
  readonly version: number;
  /** Presses closer than this in time and place are one multiple click, up to `maxClicks`. */
  readonly multiClickNs: number;
  readonly multiClickPx: number;
  readonly maxClicks: 1 | 2 | 3;
  /** Down and up further apart than this are a drag. */
  readonly dragPx: number;
  readonly longPressNs: number;
  /** A pause in typing longer than this ends the action; null: none does. */
  readonly typingPauseNs: number | null;
  /** Idle at least this long, while the screen still changed, is a wait; null: never. */
  readonly waitNs: number | null;
  /** How far before the action the observation may lie, in steps of `lookBackStepNs`. */
  readonly lookBackNs: number;
  readonly lookBackStepNs: number;
  /** The share of pixels that may differ for two frames to count as the same. */
  readonly settledShare: number;
}

const ms = 1_000_000;

/**
 * AgentNetTool's reducer and OpenCUA's state-action matching (arXiv:2508.09123,
 * xlang-ai/AgentNetTool `action_reduction`, xlang-ai/OpenCUA `extract_raw.py`).
 */
const agentnet: Profile = {
  name: 'agentnet',
  version: 1,
  multiClickNs: 500 * ms,
  multiClickPx: 4,
  maxClicks: 3,
  dragPx: 6,
  longPressNs: 1000 * ms,
  typingPauseNs: null,
  waitNs: 3000 * ms,
  lookBackNs: 500 * ms,
  lookBackStepNs: 100 * ms,
  settledShare: 0.01,
};

/**
 * openadapt-capture's `processing.py`: at most a double click, within 0.5 s and
 * 5 px; drags over 10 px; typing joined while the pause is at most 0.5 s; it
 * knows no long presses and no waits.
 */
const openadapt: Profile = {
  ...agentnet,
  name: 'openadapt',
  maxClicks: 2,
  multiClickPx: 5,
  dragPx: 10,
  longPressNs: Infinity,
  typingPauseNs: 500 * ms,
  waitNs: null,
};

export const profiles = { agentnet, openadapt } as const;
export type ProfileName = keyof typeof profiles;

/** @throws DistillError `unknownProfile`. */
export function profileFromName(name: string): Profile {
  if (name === 'agentnet' || name === 'openadapt') return profiles[name];
  throw new DistillError({
    code: 'unknownProfile',
    message: 'There is no reduction profile of that name.',
    remedy: 'Use "agentnet" or "openadapt".',
  });
}
