import type { Target } from './action.ts';

/** Whether it is what HTML calls `select`: typing into it, once it is open, goes to an option. */
export const isList = ({ role }: Target): boolean => role === 'combobox' || role === 'listbox';
