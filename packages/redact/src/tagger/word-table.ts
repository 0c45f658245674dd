/**
 * A text of many words → where a word stands in it. The words stay in that one text, and beside it
 * are numbers only: as strings in Maps and Sets half a million of them were most of the live heap,
 * all of which every full collection walks.
 */

export interface WordTable {
  has(word: string): boolean;
  /** How many words stand before it, or -1 where it is none of them. */
  placeOf(word: string): number;
}

/** FNV-1a over the codes of a word, folded: the low bits alone choose the slot. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1)
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Words seldom meet where every second slot is free. */
const slotsAWord = 2;

/**
 * @param text words, or entries that each begin with one; of equal ones the first counts
 * @param separator one sign between two entries; @param end one sign behind the word where an entry has more
 */
export function createWordTable(text: string, separator = ' ', end = separator): WordTable {
  const separatorCode = separator.charCodeAt(0);
  const endCode = end.charCodeAt(0);
  let count = 1;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) count += 1;
  const starts = new Uint32Array(count);
  /** Of each slot, the place of its word and 1. */
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(slotsAWord * count)));

  const standsAt = (word: string, start: number): boolean => {
    for (let at = 0; at < word.length; at += 1)
      if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
    const behind = start + word.length;
    const code = text.charCodeAt(behind);
    return behind === text.length || code === separatorCode || code === endCode;
  };
  /** The slot of the word, or the free one where it belongs. */
  const slotOf = (word: string): number => {
    let slot = hashOf(word) & (slots.length - 1);
    for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
      if (standsAt(word, starts[held - 1] ?? 0)) break;
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  };

  for (let place = 0, start = 0; place < count; place += 1) {
    const next = text.indexOf(separator, start);
    const entryEnd = next < 0 ? text.length : next;
    const wordEnd = end === separator ? entryEnd : text.indexOf(end, start);
    const word = text.slice(start, wordEnd < 0 ? entryEnd : Math.min(wordEnd, entryEnd));
    starts[place] = start;
    const slot = slotOf(word);
    if (slots[slot] === 0) slots[slot] = place + 1;
    start = entryEnd + 1;
  }
  const placeOf = (word: string): number => (slots[slotOf(word)] ?? 0) - 1;
  return { has: (word) => placeOf(word) >= 0, placeOf };
}
