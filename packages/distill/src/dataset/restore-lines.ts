/** The lines of a dataset's JSON-lines file, each with the session that it is of. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DistillError } from '../error.ts';
import type { Restored } from './format.ts';

const imagePattern = /\bfrm_[0-9a-z]{26}\.png\b/g;

/** @throws DistillError `badDataset` where a line names no session. */
export async function* restoreLines(
  folder: string,
  file: string,
  rows: string,
  sessionOf: (row: unknown) => string | null,
): AsyncGenerator<Restored> {
  const input = createReadStream(join(folder, file), 'utf8');
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    const session = sessionOf(parse(line));
    if (session === null) {
      throw new DistillError({
        code: 'badDataset',
        message: `Line ${number} of ${file} names no session.`,
        remedy: 'Run "understudy check" on the dataset, and export it again.',
      });
    }
    const names = [...new Set(line.match(imagePattern) ?? [])];
    const images = names.map((name) => ({ name, bytes: null }));
    yield { kind: 'row', session, rows, line, images };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** `row[key]` where it is text. */
export function textAt(row: unknown, key: string): string | null {
  if (typeof row !== 'object' || row === null) return null;
  const value = Object.entries(row).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : null;
}
