/**
 * A large JSON array → its elements, one at a time; also reads JSON lines, since
 * both are values with something between them, and the array that an object holds
 * as `events`. Only one element is in memory.
 */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { RecordingError } from '../error.ts';
import { isLongerThan, jsonTooLarge, mostJsonBytes } from '../json-bounds.ts';

/** White space and commas, which stand between elements. */
const isBetween = (byte: number): boolean => byte <= 0x20 || byte === 0x2c;

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === openBracket;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/** Of an array in an object; what stands after it there is not read. */
const heldDepth = 2;

/** So many bytes before an array tell which member it is. */
const nameBytes = 64;

/** Whether an array that begins after these bytes is the member `events` of an object. */
function isEvents(pieces: readonly Buffer[], last: Buffer): boolean {
  let name = last.subarray(-nameBytes);
  for (let at = pieces.length - 1; at >= 0 && name.byteLength < nameBytes; at -= 1) {
    name = Buffer.concat([pieces[at]?.subarray(-nameBytes) ?? name, name]);
  }
  return /"events"\s*:\s*$/.test(name.toString('latin1'));
}

function bad(
  path: string,
  number: number,
  what: string,
  code: 'badMessage' | 'truncated',
  remedy = 'Take the recording from its source again.',
) {
  const message = `Element ${number} of ${basename(path)} ${what}.`;
  return new RecordingError({ code, message, remedy });
}

/** rrweb's packer makes a text of each event (`@rrweb/packer`, zlib). */
function packed(path: string, number: number): RecordingError {
  const remedy = 'Unpack the events with unpack() of @rrweb/packer, and give those.';
  return bad(path, number, 'is a text: it was packed', 'badMessage', remedy);
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
      if (byte === quote) {
        if (depth === (outer ?? 0)) throw packed(path, number);
        inText = true;
      } else if (isOpening(byte)) {
        // An array around all elements is the level above them; lines have none.
        outer ??= byte === openBracket ? 1 : 0;
        depth += 1;
        const mayHold = byte === openBracket && depth === heldDepth && outer === 0 && number === 0;
        if (mayHold && isEvents(pieces, bytes.subarray(from, at))) {
          outer = heldDepth;
          pieces = [];
          length = 0;
          from = -1;
        }
        if (depth === outer + 1) from = at;
      } else if (isClosing(byte)) {
        depth -= 1;
        if (outer === heldDepth && depth < heldDepth) return;
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
      if (length > mostJsonBytes) {
        throw bad(path, number, isLongerThan(mostJsonBytes), 'badMessage');
      }
    }
  }
  if (depth > 0) throw bad(path, number, 'is cut off by the end of the file', 'truncated');
}

function parse(path: string, number: number, bytes: Buffer, decoder: TextDecoder): unknown {
  const tooLarge = jsonTooLarge(bytes);
  if (tooLarge !== null) throw bad(path, number, tooLarge, 'badMessage');
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw bad(path, number, 'is not UTF-8', 'badMessage');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw bad(path, number, 'is not JSON', 'badMessage');
  }
}
