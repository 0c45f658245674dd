/**
 * When nobody looked, as on a machine under load → between which times what was read then happened.
 *
 * Windows, and what accessibility tells, bear no time of their own, only when they were read; keys
 * and the pointer do. So behind a sleep any of the one may have come before any of the other.
 */
interface Sleeps {
  /** Looked at `atNs`, when all had been read that had come by `readNs`. */
  noteLooked(readNs: number, atNs: number): void;
  /** The earliest that what was read then can have happened. */
  sinceNs(atNs: number): number;
  /** The latest that what was read then, or before, can have been done. */
  untilNs(atNs: number): number;
  forgetBefore(atNs: number): void;
}

/**
 * Who looks every 50 ms was asleep if not for that long. Of a shorter one a key's hold reaches past
 * the end, and the pointer is told in its order with the windows (`noteInput` of x11/windows.ts).
 */
const asleepNs = 100e6;

export function createSleeps(beganNs: number): Sleeps {
  let sleeps: readonly { readonly fromNs: number; readonly toNs: number }[] = [];
  let lookedNs = beganNs;
  /** Those behind one another overlap: what came after the one was read is looked at with the next. */
  const sleepsAt = (atNs: number) =>
    sleeps.filter(({ fromNs, toNs }) => fromNs < atNs && atNs <= toNs);
  return {
    noteLooked: (readNs, atNs) => {
      if (atNs - lookedNs > asleepNs) sleeps = [...sleeps, { fromNs: lookedNs, toNs: atNs }];
      lookedNs = readNs;
    },
    // Where one wakes, what came is read before it is looked at.
    sinceNs: (atNs) =>
      sleepsAt(atNs).at(0)?.fromNs ?? (atNs - lookedNs > asleepNs ? lookedNs : atNs),
    untilNs: (atNs) => sleepsAt(atNs).at(-1)?.toNs ?? atNs,
    forgetBefore: (atNs) => {
      sleeps = sleeps.filter(({ toNs }) => toNs >= atNs);
    },
  };
}
