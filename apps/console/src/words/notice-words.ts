/** A notice → the same with its times in the reader's own zone and words. */
import { instantToWords } from './words.ts';

/** As `understudy incident` writes them, for mail, where nobody's zone is known. */
const instant = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/g;

export const noticeToWords = (text: string): string =>
  text.replaceAll(instant, (_, day: string, time: string) => instantToWords(`${day}T${time}Z`));
