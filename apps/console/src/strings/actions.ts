import { countOf } from './count.ts';

/** Counts of actions by their kind, as a review and a catalogue name them. */
export const actionStrings = {
  click: (count: number) => countOf(count, 'click', 'clicks'),
  doubleClick: (count: number) => countOf(count, 'double click', 'double clicks'),
  tripleClick: (count: number) => countOf(count, 'triple click', 'triple clicks'),
  rightClick: (count: number) => countOf(count, 'right click', 'right clicks'),
  middleClick: (count: number) => countOf(count, 'middle click', 'middle clicks'),
  longPress: (count: number) => countOf(count, 'long press', 'long presses'),
  drag: (count: number) => countOf(count, 'drag', 'drags'),
  scroll: (count: number) => countOf(count, 'scroll', 'scrolls'),
  type: (count: number) => countOf(count, 'typed text', 'typed texts'),
  choose: (count: number) => countOf(count, 'choice', 'choices'),
  copy: (count: number) => countOf(count, 'copy', 'copies'),
  cut: (count: number) => countOf(count, 'cut', 'cuts'),
  paste: (count: number) => countOf(count, 'paste', 'pastes'),
  press: (count: number) => countOf(count, 'key press', 'key presses'),
  hotkey: (count: number) => countOf(count, 'hotkey', 'hotkeys'),
  wait: (count: number) => countOf(count, 'wait', 'waits'),
} as Readonly<Record<string, (count: number) => string>>;
