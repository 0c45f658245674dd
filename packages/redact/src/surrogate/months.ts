/** A date with its month in words → the same with another month, in the same language and as short. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'tr'];
const styles = ['long', 'short'] as const;
const monthCount = 12;

/** The twelve of a language, each as it stands behind a day ("października"), without a full stop. */
function monthsOf(language: string, style: (typeof styles)[number]): string[] {
  const format = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: style,
    timeZone: 'UTC',
  });
  return Array.from({ length: monthCount }, (_, month) => {
    const parts = format.formatToParts(Date.UTC(2024, month, 9));
    return (parts.find(({ type }) => type === 'month')?.value ?? '')
      .replace(/\.$/u, '')
      .toLowerCase();
  });
}

let calendars: readonly (readonly string[])[] | null = null;
const loadCalendars = (): readonly (readonly string[])[] =>
  styles.flatMap((style) => languages.map((language) => monthsOf(language, style)));

/** @param otherOf a number below the given one, by chance. */
export function exchangeMonths(date: string, otherOf: (limit: number) => number): string {
  return date.replace(/\p{L}{3,}/gu, (word) => {
    const lower = word.toLowerCase();
    const months = (calendars ??= loadCalendars()).find((calendar) => calendar.includes(lower));
    if (months === undefined) return word;
    // Any but its own.
    const own = months.indexOf(lower);
    const other = months[(own + 1 + otherOf(monthCount - 1)) % monthCount] ?? word;
    if (word === word.toUpperCase()) return other.toUpperCase();
    return word === lower ? other : other.charAt(0).toUpperCase() + other.slice(1);
  });
}
