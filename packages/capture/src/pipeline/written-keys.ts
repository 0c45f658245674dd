/**
 * Whether an app's news of text tells where a press led. Apps tell of text in the
 * order of the keys, one piece of news a key, and a busy app late: so news that
 * comes after a Tab may be of a letter from before it, and tells nothing of that.
 * Where a key is told of more than once, or something else writes in the app, the
 * count runs ahead, and news counts as it would without it.
 */

/** By then an app has told of a key, or it put no text. */
const lagNs = 2e9;

export interface WrittenKeys {
  pressed(atNs: number): void;
  /** News of text came. @param movers when what can move the focus was pressed */
  tellsOfPress(atNs: number, movers: readonly number[]): boolean;
}

export function createWrittenKeys(): WrittenKeys {
  let untold: number[] = [];
  return {
    pressed: (atNs) => {
      untold = untold.filter((keyNs) => keyNs > atNs - lagNs);
      untold.push(atNs);
    },
    tellsOfPress: (atNs, movers) => {
      untold = untold.filter((keyNs) => keyNs > atNs - lagNs);
      const keyNs = untold.shift() ?? atNs;
      return !movers.some((moverNs) => keyNs < moverNs && moverNs <= atNs);
    },
  };
}
