/**
 * A JSON-lines file of another tool, one line at a time. The file is
 * attacker-controlled: a line has a largest length and number of values, and what
 * is wrong is said with file and line, never with what stands there.
 */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { RecordingError } from '../error.ts';
import { isLongerThan, jsonTooLarge } from '../json-bounds.ts';
import type { CountRepair } from './repairs.ts';

export interface JsonLine {
  readonly value: unknown;
  readonly line: number;
  /** As it was written. */
  readonly bytes: Uint8Array;
}

/** Of a recording's folder, five files are read side by side, and one tree of a window is kept. */
const mostLineBytes = 32 * 1024 * 1024;

export function badLine(path: string, line: number, what: string): RecordingError {
  return new RecordingError({
    code: 'badMessage',
    message: `Line ${line} of ${basename(path)} ${what}.`,
    remedy: 'Take the recording from its source again, or remove the line.',
  });
}

async function* splitLines(path: string): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  /** The beginning of a line that goes on in the next piece. */
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let line = 1;
  for await (const piece of createReadStream(path)) {
    const bytes: Buffer = piece;
    let from = 0;
    for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
      const end = bytes.subarray(from, at);
      yield { bytes: begunBytes === 0 ? end : Buffer.concat([...begun, end]), whole: true };
      begun = [];
      begunBytes = 0;
      from = at + 1;
      line += 1;
    }
    begun.push(bytes.subarray(from));
    begunBytes += bytes.byteLength - from;
    if (begunBytes > mostLineBytes) throw badLine(path, line, isLongerThan(mostLineBytes));
  }
  if (begunBytes > 0) yield { bytes: Buffer.concat(begun), whole: false };
}

/**
 * Empty lines are passed over; a last line without its end that is not whole is
 * counted as `truncatedLine`.
 * @throws RecordingError `badMessage` for any other line that is not UTF-8 or not JSON.
 */
export async function* readJsonLines(path: string, repair: CountRepair): AsyncGenerator<JsonLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for await (const { bytes, whole } of splitLines(path)) {
    line += 1;
    const tooLarge = jsonTooLarge(bytes);
    if (tooLarge !== null) throw badLine(path, line, tooLarge);
    let text: string;
    try {
      text = decoder.decode(bytes).trim();
    } catch {
      throw badLine(path, line, 'is not UTF-8');
    }
    if (text === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (whole) throw badLine(path, line, 'is not JSON');
      repair('truncatedLine');
      return;
    }
    yield { value, line, bytes };
  }
}
