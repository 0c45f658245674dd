/** Why an event that arrived is not in the recording. */
export const dropReasons = [
  'notAllowed',
  'privateWindow',
  'secureField',
  'unknownField',
  'unreadableFrame',
  /** What a page told breaks the rules of telling. */
  'unreadable',
  'tier',
  'paused',
  'overflow',
  'ownHotkey',
  'cut',
] as const;
export type DropReason = (typeof dropReasons)[number];
