/**
 * AT-SPI roles and states by number → ARIA roles.
 * Source: atspi-constants.h of at-spi2-core; Core-AAM 1.2 "Role Mapping".
 */
const atspiRoles = new Map<number, string>([
  [2, 'alert'],
  [7, 'checkbox'],
  [8, 'menuitemcheckbox'],
  [10, 'columnheader'],
  [11, 'combobox'],
  [16, 'dialog'],
  [27, 'img'],
  [26, 'img'],
  [29, 'label'],
  [31, 'list'],
  [32, 'listitem'],
  [33, 'menuitem'],
  [34, 'menubar'],
  [35, 'menuitem'],
  [37, 'tab'],
  [38, 'tablist'],
  [40, 'textbox'],
  [41, 'menu'],
  [42, 'progressbar'],
  [43, 'button'],
  [44, 'radio'],
  [45, 'menuitemradio'],
  [47, 'rowheader'],
  [48, 'scrollbar'],
  [50, 'separator'],
  [51, 'slider'],
  [52, 'spinbutton'],
  [54, 'status'],
  [55, 'table'],
  [56, 'cell'],
  [57, 'columnheader'],
  [58, 'rowheader'],
  [60, 'terminal'],
  [61, 'textbox'],
  [62, 'button'],
  [63, 'toolbar'],
  [64, 'tooltip'],
  [65, 'tree'],
  [66, 'treegrid'],
  [73, 'paragraph'],
  [79, 'textbox'],
  [83, 'heading'],
  [87, 'form'],
  [88, 'link'],
  [90, 'row'],
  [91, 'treeitem'],
  [95, 'document'],
  [82, 'document'],
  [98, 'listbox'],
  [116, 'text'],
]);

/** Told of an object that another has replaced, or of none. */
export const goneRole = 0;
export const passwordRole = 40;
export const documentRole = 95;
export const tabRole = 37;

export function roleToAria(role: number): string {
  return atspiRoles.get(role) ?? 'generic';
}

const interactive = new Set(
  [
    'button checkbox combobox link listbox menuitem menuitemcheckbox menuitemradio option',
    'radio slider spinbutton tab textbox treeitem scrollbar columnheader',
  ].flatMap((names) => names.split(' ')),
);

export function isInteractive(ariaRole: string): boolean {
  return interactive.has(ariaRole);
}

/** What a person writes into, and whose text is what it shows. */
export function isField(ariaRole: string): boolean {
  return ariaRole === 'textbox' || ariaRole === 'spinbutton';
}

/** Roles whose name is what stands on the screen, rather than a heading for what is inside. */
const speaking = new Set(
  [
    'alert button cell checkbox columnheader combobox heading img label link listitem menuitem',
    'menuitemcheckbox menuitemradio paragraph radio rowheader status tab text tooltip treeitem',
  ].flatMap((names) => names.split(' ')),
);

export function isSpeaking(ariaRole: string): boolean {
  return speaking.has(ariaRole);
}

export const states = {
  active: 1,
  editable: 7,
  focused: 12,
  selected: 23,
  showing: 25,
  visible: 30,
} as const;

export function hasState(words: readonly number[], state: number): boolean {
  return (((words[state >> 5] ?? 0) >>> (state & 31)) & 1) === 1;
}
