/**
 * How much JSON of somebody else is read at once. What JSON unpacks to has little
 * to do with how long it is: an empty object is three bytes, and 64 in memory.
 */

/** An accessibility tree of a whole desktop, or a page with its pictures, is some megabytes. */
export const mostJsonBytes = 64 * 1024 * 1024;

/** A page of 100,000 nodes has some 800,000. Measured: they unpack to at most 90 MiB, and their texts. */
const mostJsonValues = 1_000_000;

/** So much unpacks to 90 MiB at most, whatever it holds. */
const harmlessBytes = 4 * 1024 * 1024;

const quote = 0x22;
const backslash = 0x5c;
/** `[`, `{` and `,`: one stands before each value but the outermost. */
const begins: ReadonlySet<number> = new Set([0x5b, 0x7b, 0x2c]);

function hasTooManyValues(json: Uint8Array): boolean {
  let values = 0;
  let inText = false;
  for (let at = 0; at < json.byteLength; at += 1) {
    const byte = json[at] ?? 0;
    if (inText && byte === backslash) at += 1;
    else if (byte === quote) inText = !inText;
    else if (!inText && begins.has(byte)) values += 1;
    if (values > mostJsonValues) return true;
  }
  return false;
}

export const isLongerThan = (bytes: number): string => `is longer than ${bytes} bytes`;

/** Why it is not read, as the end of a sentence that says what it is; null: it may be. */
export function jsonTooLarge(json: Uint8Array): string | null {
  if (json.byteLength > mostJsonBytes) return isLongerThan(mostJsonBytes);
  if (json.byteLength <= harmlessBytes || !hasTooManyValues(json)) return null;
  return `holds more than ${mostJsonValues} values`;
}
