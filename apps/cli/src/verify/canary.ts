/**
 * Marks of what a blind vault must not hold, in every coating in which it
 * could lie about: as it is, UTF-16, base64 at each of the three offsets, gzip.
 */
import { gunzipSync } from 'node:zlib';

/** The head of an unsealed segment (MCAP's magic bytes). */
export const plaintextMark: Uint8Array = Buffer.concat([
  Uint8Array.of(0x89),
  Buffer.from('MCAP0\r\n'),
]);

/** What nobody's server may hold, whatever was recorded. */
export const marks: Readonly<Record<string, Uint8Array>> = {
  'an unsealed segment': Buffer.from(plaintextMark),
  'an age identity': Buffer.from('AGE-SECRET-KEY-'),
  'a private signing key': Buffer.from('"kty":"OKP","crv":"Ed25519","d":'),
};

const maxGzipBytes = 64 << 20;

/** Names of what is in there; none is good. */
export function findMarks(
  bytes: Uint8Array,
  wanted: Readonly<Record<string, Uint8Array>> = marks,
): readonly string[] {
  const places = [Buffer.from(bytes), ...gunzipAll(bytes)];
  return Object.entries(wanted).flatMap(([name, mark]) =>
    coats(Buffer.from(mark)).some((coat) => places.some((place) => place.includes(coat)))
      ? [name]
      : [],
  );
}

function coats(mark: Buffer): readonly Buffer[] {
  const text = mark.toString('latin1');
  return [
    mark,
    Buffer.from(text, 'utf16le'),
    ...[0, 1, 2].flatMap((offset) => {
      // What stays the same in base64 whatever stands before and after.
      const padded = Buffer.concat([Buffer.alloc(offset), mark]);
      const from = Math.ceil((offset * 8) / 6);
      const until = Math.floor((padded.length * 8) / 6);
      const core = (encoding: 'base64' | 'base64url') =>
        Buffer.from(padded.toString(encoding).slice(from, until));
      return [core('base64'), core('base64url')];
    }),
  ];
}

function gunzipAll(bytes: Uint8Array): readonly Buffer[] {
  const found: Buffer[] = [];
  const all = Buffer.from(bytes);
  const magic = Uint8Array.of(0x1f, 0x8b, 0x08);
  for (let at = all.indexOf(magic); at !== -1; at = all.indexOf(magic, at + 1)) {
    try {
      found.push(gunzipSync(all.subarray(at), { maxOutputLength: maxGzipBytes }));
    } catch {
      // The three bytes stood there by chance.
    }
  }
  return found;
}
