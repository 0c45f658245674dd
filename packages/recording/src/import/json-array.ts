/**
 * A large JSON array → its elements, one at a time; also reads JSON lines, since
 * both are values with something between them. Only one element is in memory.
 */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { RecordingError } from '../error.ts';

/** A full snapshot of a large page is some megabytes. */
const mostElementBytes = 256 * 1024 * 1024;

/** White space and commas, which stand between elements. */
const isBetween = (byte: number): boolean => byte <= 0x20 || byte === 0x2c;

const quote = 0x22;
const backslash = 0x5c;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

function bad(path: string, number: number, what: string, code: 'badMessage' | 'truncated') {
  return new RecordingError({
    code,
    message: `Element ${number} of ${basename(path)} ${what}.`,
    remedy: 'Take the recording from its source again.',
  });
}

/** @throws RecordingError `badMessage` or `truncated`, with the number of the element from 0. */
export async function* readJsonArray(
  path: string,
): AsyncGenerator<{ readonly value: unknown; readonly number: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let depth = 0;
  let outer: number | null = null;
  let inText = false;
  let escaped = false;
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = chunk;
    let from = depth > (outer ?? 0) ? 0 : -1;
    for (let at = 0; at < bytes.byteLength; at += 1) {
      const byte = bytes[at] ?? 0;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
        continue;
      }
      if (byte === quote && depth > (outer ?? 0)) inText = true;
      else if (isOpening(byte)) {
        // An array around all elements is the level above them; lines have none.
        outer ??= byte === 0x5b ? 1 : 0;
        depth += 1;
        if (depth === outer + 1) from = at;
      } else if (isClosing(byte)) {
        depth -= 1;
        if (depth < 0) throw bad(path, number, 'is closed and was never opened', 'badMessage');
        if (depth !== outer || from === -1) continue;
        pieces.push(bytes.subarray(from, at + 1));
        yield { value: parse(path, number, Buffer.concat(pieces), decoder), number };
        number += 1;
        pieces = [];
        length = 0;
        from = -1;
      } else if (depth === outer && !isBetween(byte)) {
        throw bad(path, number, 'is not an object', 'badMessage');
      }
    }
    if (from !== -1 && depth > (outer ?? 0)) {
      pieces.push(bytes.subarray(from));
      length += bytes.byteLength - from;
      if (length > mostElementBytes) throw bad(path, number, 'is too large', 'badMessage');
    }
  }
  if (depth > 0) throw bad(path, number, 'is cut off by the end of the file', 'truncated');
}

function parse(path: string, number: number, bytes: Buffer, decoder: TextDecoder): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw bad(path, number, 'is not JSON', 'badMessage');
  }
}
