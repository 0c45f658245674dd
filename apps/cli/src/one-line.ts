/** What somebody else wrote → one line of a terminal: nothing in it that a terminal obeys, no line of its own. */

/** Control and format signs (ECMA-48 sequences begin with one; U+202E turns the line round). */
const commanding = /[\p{Cc}\p{Cf}]+/gu;

/** Words that a line break parted stay apart. */
export const toOneLine = (text: string): string => text.replaceAll(commanding, ' ').trim();
