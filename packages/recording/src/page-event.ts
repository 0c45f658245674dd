/**
 * What only a browser's own page knows: what happened to which control, and the
 * structure of the page before an action (spec/recording.md).
 */
import type { ElementInfo } from './event.ts';
import type { Box, Point } from './geometry.ts';
import type { MovedNodes } from './moved-nodes.ts';

/** Something that happened on a page, and to which control. */
export interface InteractionEvent {
  readonly kind: 'interaction';
  readonly timeNs: number;
  readonly what: InteractionKind;
  readonly element: ElementInfo | null;
  /** `scroll`: the offsets of the scrolled area after it; `dragStart`, `drop`: where. */
  readonly position?: Point;
  /**
   * What no key and no pointer of the page tells. `change`: what was chosen in a list or
   * picker that the browser draws; `drop`, `download`: the names of the files; `copy`, `cut`,
   * `paste`: the text.
   */
  readonly value?: string;
  /** `browserDialog`: for how long it held the page, until `timeNs`. */
  readonly durationNs?: number;
}

export const interactionKinds = [
  'scroll',
  'select',
  'copy',
  'cut',
  'paste',
  'dragStart',
  'drop',
  'change',
  'submit',
  'dialogOpen',
  'dialogClose',
  'browserDialog',
  'print',
  'fullscreen',
  'fullscreenEnd',
  'navigate',
  'download',
  'tabOpen',
  'tabSwitch',
  'tabClose',
] as const;
export type InteractionKind = (typeof interactionKinds)[number];

/**
 * The tree of controls as it stood: all of it in a keyframe, else the nodes that
 * are new or other since the snapshot before, those that only moved, and the ids
 * of those that are gone.
 */
export interface SnapshotEvent {
  readonly kind: 'snapshot';
  readonly timeNs: number;
  readonly keyframe: boolean;
  readonly nodes: readonly SnapshotNode[];
  readonly moved?: MovedNodes;
  readonly removed: readonly number[];
}

export interface SnapshotNode {
  /** Unique within the session. */
  readonly id: number;
  /** null: a root. */
  readonly parent: number | null;
  /** ARIA role. */
  readonly role: string;
  readonly name: string;
  readonly value?: string;
  /** ARIA states that hold: "checked", "disabled", "expanded". */
  readonly states: readonly string[];
  readonly box: Box;
  readonly css?: string;
  readonly testId?: string;
  readonly label?: string;
}
