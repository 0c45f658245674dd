/** Dates in digits, which other rules take for numbers. */

/** 2024-05-12, 12.05.24 or 12.05.2024, perhaps with the hour. */
export const isDateShaped = (value: string): boolean =>
  /^(?:\d{4}([.-])\d{2}\1\d{2}|\d{1,2}([.-])\d{1,2}\2(?:\d{2}|\d{4}))(?:[ .]\d{2}){0,3}$/u.test(
    value,
  );
