/**
 * Presses, and what an app told since → when it had told what a press did.
 *
 * [Note: where a press led] An app works presses off in their order and tells of
 * them in that order, a busy one late: news that comes after a press may be of one
 * before it. So each piece of news counts for the oldest press that it may be of,
 * and with that press all before it are done. What an app answers when it is asked
 * is no news: it may not have come to the press yet. Where a press is told of
 * twice, or an app moves its focus or writes by itself just then, the count runs
 * ahead by that.
 */

/** What a press may do, of which an app tells: move the focus, put text. */
export interface Press {
  readonly atNs: number;
  readonly moves: boolean;
  readonly writes: boolean;
}

export interface PressNews {
  pressed(press: Press): void;
  /** The app in front told of a focus, or of text that was put into it. */
  told(what: 'moves' | 'writes', atNs: number): void;
  /** When it had told of this press, or of one after it; infinite: it has not. */
  toldOfNs(pressNs: number): number;
  forgetBefore(atNs: number): void;
}

/** An app that is further behind has let it be. */
export const lagNs = 5e9;
/** A letter may wait that long and a little longer: so long all that it is judged by is remembered. */
export const contextNs = lagNs + 2e9;

interface Told {
  readonly what: 'moves' | 'writes';
  readonly atNs: number;
}

/** All presses until `doneNs` are done, as it was told at `atNs`. */
interface Done {
  readonly doneNs: number;
  readonly atNs: number;
}

/** Behind all that is not later. */
function insert<Item extends { readonly atNs: number }>(into: Item[], item: Item): void {
  into.splice(into.findLastIndex(({ atNs }) => atNs <= item.atNs) + 1, 0, item);
}

export function createPressNews(): PressNews {
  let presses: Press[] = [];
  let news: Told[] = [];
  let forgotten: Done = { doneNs: Number.NEGATIVE_INFINITY, atNs: Number.NEGATIVE_INFINITY };

  /** To be called with news in the order of their times: then all of it takes one pass over the presses. */
  const createFollower = () => {
    let from = 0;
    return ({ doneNs }: Done, { what, atNs }: Told): Done => {
      const sinceNs = Math.max(doneNs, atNs - lagNs);
      while ((presses[from]?.atNs ?? Number.POSITIVE_INFINITY) <= sinceNs) from += 1;
      let index = from;
      while (presses[index]?.[what] === false) index += 1;
      const pressNs = presses[index]?.atNs ?? Number.POSITIVE_INFINITY;
      return { doneNs: pressNs <= atNs ? pressNs : doneNs, atNs };
    };
  };

  return {
    pressed: (press) => {
      insert(presses, press);
    },
    told: (what, atNs) => {
      insert(news, { what, atNs });
    },
    toldOfNs: (pressNs) => {
      let done = forgotten;
      if (done.doneNs >= pressNs) return done.atNs;
      const follow = createFollower();
      for (const each of news) {
        done = follow(done, each);
        if (done.doneNs >= pressNs) return done.atNs;
      }
      return Number.POSITIVE_INFINITY;
    },
    forgetBefore: (atNs) => {
      forgotten = news.filter((each) => each.atNs < atNs).reduce(createFollower(), forgotten);
      news = news.filter((each) => each.atNs >= atNs);
      presses = presses.filter((press) => press.atNs >= atNs - lagNs);
    },
  };
}
