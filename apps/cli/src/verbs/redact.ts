/**
 * `understudy redact`: the detectors as a tool of their own (issue 3, item 8).
 * Texts come as JSON lines on standard input, pictures as files; what goes to
 * standard output is always JSON lines, also without `--json`.
 */
import { UnderstudyError, type JsonValue } from '@understudy/base';
import { createImageRedactor, createTextRedactor, type RedactionMode } from '@understudy/redact';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Output } from '../output.ts';
import type { RegisterVerb } from '../verb.ts';

class RedactVerbError extends UnderstudyError<
  'badLine' | 'lineTooLong' | 'unreadable' | 'sameName' | 'overwrites' | 'refused'
> {}

interface RedactOptions {
  readonly text?: boolean;
  readonly image?: readonly string[];
  readonly out?: string;
  readonly strict?: boolean;
  readonly balanced?: boolean;
}

const rowSchema = z.object({
  id: z.union([z.string(), z.number(), z.null()]).default(null),
  text: z.string(),
});
const longestLine = 16 * 2 ** 20;

function parseLine(line: string, number: number): { id: JsonValue; text: string } {
  const bad = (message: string, remedy: string): RedactVerbError =>
    new RedactVerbError({ code: 'badLine', message: `Line ${number} ${message}.`, remedy });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message quotes the line.
    throw bad('is not JSON', 'Give one {"id":…,"text":"…"} object a line.');
  }
  const row = rowSchema.safeParse(value);
  if (!row.success) {
    throw bad('has no text', 'Give one {"id":…,"text":"…"} object a line.');
  }
  return row.data;
}

const lineFeed = 0x0a;

/** Lines of UTF-8 bytes, each at most `longestLine` long; what stands before a broken one is told first. */
async function* readLines(input: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let pieces: Uint8Array[] = [];
  let held = 0;
  const take = (last: Uint8Array): string => {
    number += 1;
    const bytes = Buffer.concat([...pieces, last]);
    pieces = [];
    held = 0;
    try {
      return decoder.decode(bytes);
    } catch {
      throw new RedactVerbError({
        code: 'badLine',
        message: `Line ${number} is not valid UTF-8.`,
        remedy: 'Convert the input to UTF-8 first.',
      });
    }
  };
  for await (const bytes of input) {
    let from = 0;
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
      yield take(bytes.subarray(from, at));
      from = at + 1;
    }
    const rest = bytes.subarray(from);
    pieces.push(rest);
    held += rest.length;
    if (held > longestLine) {
      throw new RedactVerbError({
        code: 'lineTooLong',
        message: `Line ${number + 1} is longer than 16 MiB.`,
        remedy: 'Split its text.',
      });
    }
  }
  yield take(new Uint8Array());
}

async function redactLines(
  input: AsyncIterable<Uint8Array>,
  output: Output,
  mode: RedactionMode,
): Promise<void> {
  const redactor = createTextRedactor({ mode });
  let number = 0;
  for await (const line of readLines(input)) {
    number += 1;
    if (line.trim() === '') continue;
    const { id, text } = parseLine(line, number);
    const { spans, text: clean } = redactor.redact(text);
    const row = { id, spans: spans.map((span) => ({ ...span })), text: clean };
    output.answer(row, JSON.stringify(row));
  }
}

/** Without the detours of links; what is not there yet stands where it is said to. */
const placesOf = (files: readonly string[]): Promise<string[]> =>
  Promise.all(files.map((file) => realpath(file).catch(() => resolve(file))));

async function redactFiles(
  files: readonly string[],
  outDir: string,
  output: Output,
  mode: RedactionMode,
): Promise<void> {
  const targets = files.map((file) => join(outDir, `${basename(file, extname(file))}.png`));
  if (new Set(targets).size < targets.length) {
    throw new RedactVerbError({
      code: 'sameName',
      message: 'Two of the files have one name.',
      remedy: 'Redact them into two folders.',
    });
  }
  await mkdir(outDir, { recursive: true });
  const [originals, taken] = await Promise.all([placesOf(files), placesOf(targets)]);
  if (originals.some((place) => taken.includes(place))) {
    throw new RedactVerbError({
      code: 'overwrites',
      message: 'A redacted picture would take the place of one that is given.',
      remedy: 'Give --out another folder.',
    });
  }
  const redactor = createImageRedactor({ mode });
  for (const [index, file] of files.entries()) {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new RedactVerbError({
        code: 'unreadable',
        message: `The file ${file} cannot be read.`,
        remedy: 'Check its name and your rights.',
        cause,
      });
    });
    const startedMs = performance.now();
    const { png, boxes } = await redactor.redact(bytes).catch((cause: unknown) => {
      if (!(cause instanceof UnderstudyError)) throw cause;
      const { message, remedy } = cause;
      throw new RedactVerbError({ code: 'refused', message: `${file}: ${message}`, remedy, cause });
    });
    const spentMs = Math.round(performance.now() - startedMs);
    await writeFile(targets[index] ?? join(outDir, 'redacted.png'), png);
    const row = {
      file,
      boxes: boxes.map(({ x, y, width, height, kind, rule, confidence }) => ({
        x,
        y,
        w: width,
        h: height,
        kind,
        rule,
        confidence,
      })),
      spentMs,
    };
    output.answer(row, JSON.stringify(row));
  }
}

export const registerRedact: RegisterVerb = (program, { output }) => {
  program
    .command('redact')
    .description('find and replace what is sensitive in texts (JSON lines) or pictures')
    .option('--text', 'read {"id","text"} lines from standard input')
    .option('--image <files...>', 'redact pictures; needs --out')
    .option('--out <dir>', 'where the redacted PNGs go')
    .option('--strict', 'cover what no detector is sure of (the default)')
    .option('--balanced', 'keep what no detector is sure of')
    .action(async (options: RedactOptions, command) => {
      if (options.strict === true && options.balanced === true)
        command.error('error: give --strict or --balanced, not both');
      const mode: RedactionMode = options.balanced === true ? 'balanced' : 'strict';
      const { text, image, out } = options;
      if ((text === true) === (image !== undefined))
        command.error('error: give --text or --image FILE…');
      if (image !== undefined && out === undefined) command.error('error: --image needs --out DIR');
      if (image !== undefined && out !== undefined) await redactFiles(image, out, output, mode);
      else await redactLines(process.stdin, output, mode);
    });
};
