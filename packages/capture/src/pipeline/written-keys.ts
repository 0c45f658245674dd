/**
 * Which key an app's news of text is of, as far as that can be told: apps tell of
 * text in the order of the keys, one piece of news a key, and a busy app late.
 * So news that comes after a Tab may be of a letter from before it, and says
 * nothing of where the Tab led. What is wrong here keeps a key held for longer.
 */

/** By then an app has told of a key, or it put no text. */
const lagNs = 2e9;

export interface WrittenKeys {
  pressed(atNs: number): void;
  /** @returns when the oldest key was pressed that no news was of yet; null: there is none. */
  told(atNs: number): number | null;
}

export function createWrittenKeys(): WrittenKeys {
  let untold: number[] = [];
  return {
    pressed: (atNs) => {
      untold = untold.filter((keyNs) => keyNs > atNs - lagNs);
      untold.push(atNs);
    },
    told: (atNs) => {
      untold = untold.filter((keyNs) => keyNs > atNs - lagNs);
      return untold.shift() ?? null;
    },
  };
}
