/** The sentence of each step: clicked “Save” (button) in chromium. */
import { countOf } from './count.ts';

const into = (target: string): string => `into ${target}`;

export const stepStrings = {
  /** By the step's kind; each takes the words of its target. */
  pointed: {
    click: (target: string) => `clicked ${target}`,
    doubleClick: (target: string) => `double-clicked ${target}`,
    tripleClick: (target: string) => `triple-clicked ${target}`,
    rightClick: (target: string) => `right-clicked ${target}`,
    middleClick: (target: string) => `middle-clicked ${target}`,
    longPress: (target: string) => `pressed and held ${target}`,
    drag: (target: string) => `dragged ${target}`,
  },
  scrolled: {
    up: 'scrolled up',
    down: 'scrolled down',
    left: 'scrolled left',
    right: 'scrolled right',
  },
  chose: (text: string, target: string) => `chose “${text}” in ${target}`,
  clipboard: {
    copy: (what: string, target: string) => `copied ${what} in ${target}`,
    cut: (what: string, target: string) => `cut ${what} out of ${target}`,
    paste: (what: string, target: string) => `pasted ${what} ${into(target)}`,
  },
  clipboardText: (text: string) => `“${text}”`,
  clipboardUntold: 'something that was not recorded',
  typed: (text: string, target: string) => `typed “${text}” ${into(target)}`,
  typedWithheld: (keys: number, target: string) =>
    `typed ${countOf(keys, 'key that was', 'keys that were')} not recorded, ${into(target)}`,
  pressed: (keys: string) => `pressed ${keys}`,
  pressedOften: (keys: string, times: number) => `pressed ${keys} ${times} times`,
  pressedSpace: (times: number, target: string) =>
    times > 1 ? `pressed Space ${times} times on ${target}` : `pressed Space on ${target}`,
  waited: (seconds: string) => `waited ${seconds} s`,
  named: (name: string, role: string) => `“${name}” (${role})`,
  unnamed: (role: string) => `a ${role}`,
  unknown: 'something without a name',
  inApp: (did: string, app: string) => `${did} in ${app}`,
} as const;
