/** The small month beside a calendar: its days and the heads of its columns are nobody's numbers or names. */
import type { Cell } from './layout.ts';

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'tr'];
const leastDays = 4;
const longestHead = 3;

/** The first letters of the days of a week, from Monday and from Sunday on: "mtwtfss", "smtwtfs". */
function loadWeeks(): Set<string> {
  const weeks = languages.map((language) => {
    const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
    // 1 January 2024 was a Monday.
    return [1, 2, 3, 4, 5, 6, 7]
      .map((date) => day.format(Date.UTC(2024, 0, date)).charAt(0))
      .join('')
      .toLowerCase();
  });
  return new Set(weeks.flatMap((week) => [week, week.slice(-1) + week.slice(0, -1)]));
}

let weeks: Set<string> | null = null;

/** "Mo Tu We Th Fr Sa Su", "L M M J V S D" */
function isWeek(words: readonly string[]): boolean {
  if (words.length !== 7 || words.some((word) => word.length > longestHead)) return false;
  return (weeks ??= loadWeeks()).has(
    words
      .map((word) => word.charAt(0))
      .join('')
      .toLowerCase(),
  );
}

/** "28 29 30 1 2 3 4": each the day after the one before. */
const areDays = (words: readonly string[]): boolean =>
  words.length >= leastDays &&
  words.every((word, at) => {
    // "06 07 08 09 10" is a phone number: no month writes a nought.
    if (!/^[1-9]\d?$/u.test(word) || Number(word) > 31) return false;
    const before = words[at - 1];
    return (
      before === undefined ||
      Number(word) === Number(before) + 1 ||
      (word === '1' && Number(before) >= 28)
    );
  });

/** What a label asks for is its value, whatever it looks like: "PIN", "1 2 3 4". */
export function isCalendarRow({ text, label }: Pick<Cell, 'text' | 'label'>): boolean {
  if (label !== '') return false;
  const words = text.split(' ');
  return isWeek(words) || areDays(words);
}
