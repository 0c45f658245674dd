/**
 * Standard output carries the answer (JSON lines under `--json`), standard
 * error the progress. Exit 0 done, 1 refused or failed, 2 wrong usage.
 */
import { errorToLine, type JsonValue } from '@understudy/base';

export interface Output {
  /** One answer: the value as a JSON line under `--json`, else `text`. */
  answer(value: JsonValue, text: string): void;
  /** One line about what is going on, on standard error. */
  progress(line: string): void;
  /** The error as one line that says what to do; under `--json` with its code. */
  failure(error: unknown): void;
}

export function createOutput(
  json: () => boolean,
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
): Output {
  return {
    answer: (value, text) => {
      stdout.write(json() ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    progress: (line) => {
      stderr.write(`${line}\n`);
    },
    failure: (error) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const line = errorToLine(error);
      stderr.write(json() ? `${JSON.stringify({ error: code, message: line })}\n` : `${line}\n`);
    },
  };
}
