/** Numbers and times in the reader's words, by the platform's own Intl. */
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export const countToWords = (count: number): string => number.format(count);
/** Minutes or seconds where an hour is too coarse: 50 s, 12 min, 3.5 h. */
export function hoursToWords(hours: number): string {
  const seconds = Math.round(hours * 3600);
  if (seconds >= 3600 || seconds === 0) return `${oneDigit.format(hours)} h`;
  return seconds < 60 ? `${seconds} s` : `${number.format(seconds / 60)} min`;
}
export const instantToWords = (iso: string): string => instant.format(new Date(iso));
export const dayToWords = (iso: string): string => day.format(new Date(iso));
export const timeToWords = (atMs: number): string => time.format(atMs);

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function bytesToWords(sizeBytes: number): string {
  const step = Math.min(sizes.length - 1, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3));
  return `${oneDigit.format(sizeBytes / 1000 ** step)} ${sizes[step] ?? ''}`;
}

/** 4:07, or 1:04:07 from an hour on. */
export function durationToWords(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${minutes}:${pad(seconds % 60)}`;
}

/** 4:07.3: where the ends of a range may lie within one second. */
export function momentToWords(momentMs: number): string {
  const tenths = Math.floor(momentMs / 100);
  return `${durationToWords(Math.floor(tenths / 10) * 1000)}.${tenths % 10}`;
}
