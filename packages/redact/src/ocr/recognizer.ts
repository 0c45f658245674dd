/**
 * The Tesseract command, kept running between pictures: to start it and to
 * load its model costs more than to read a tile. In a process of its own, a
 * picture that breaks it, or makes it slow, cannot harm the recorder.
 *
 * `stream_filelist` lets it read one path after another from its standard
 * input. Behind each picture it is given a blank one of a size that no other
 * has, whose row in the answer tells that the answer is whole.
 */
import { spawn } from 'node:child_process';
import type { Size } from '@understudy/recording';
import { RedactError } from '../error.ts';
import { createBitmaps } from './bitmap.ts';
import { enlarge } from './enlarge.ts';
import { openMemoryFile } from './memory-file.ts';
import { lendModel } from './reading-model.ts';

/** One byte a pixel, dark text on light ground reads best. */
export interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Running {
  hasEnded(): boolean;
  /** Rows of tab-separated values, as Tesseract's `tsv` has them. */
  read(picture: Uint8Array): Promise<string>;
  stop(): void;
}

const timeoutMs = 120_000;
const longestAnswer = 32 * 2 ** 20;
const idleMs = 30_000;
/**
 * Then a new process, so that nothing piles up in it: of 1,200 pictures nothing did, and to start
 * one costs as much as to read thirty lines.
 */
const mostPictures = 4000;

/**
 * Sparse text, as screens have it (page segmentation 11). No line is tried the
 * other way round: the picture is dark on light already. Rows are told at once.
 */
const commandFor = (model: string): string[] =>
  `-oL tesseract stdin stdout --dpi 144 --psm 11 -l ${model} -c tessedit_do_invert=0 -c stream_filelist=1 -c tessedit_create_tsv=1`.split(
    ' ',
  );

/** Of an odd height, which an enlarged picture never has. */
const blank: Size = { width: 63, height: 31 };
const endOfAnswer = new RegExp(`^1\t.*\t${blank.width}\t${blank.height}\t-1\t$`, 'mu');

function failed(why: string, cause?: unknown): RedactError {
  return new RedactError({
    code: 'ocrFailed',
    message: `Text recognition ${why}.`,
    remedy:
      'Install tesseract-ocr with tesseract-ocr-script-latn or tesseract-ocr-eng, or give smaller pictures.',
    cause,
  });
}

interface Held {
  ref(): unknown;
  unref(): unknown;
}

/** A child's pipes are sockets, which only their type does not say. */
const isHeld = (stream: object | null): stream is Held =>
  stream !== null && 'ref' in stream && 'unref' in stream;

function start(): Running {
  const picture = openMemoryFile();
  const end = openMemoryFile();
  const nothing = { ...blank, data: new Uint8Array(blank.width * blank.height).fill(255) };
  end.replace(enlargeToBytes(nothing, blank));
  const model = lendModel();
  const child = spawn('stdbuf', commandFor(model.name), {
    env: {
      PATH: process.env['PATH'],
      TESSDATA_PREFIX: model.folder,
      OMP_THREAD_LIMIT: '1',
    },
    stdio: ['pipe', 'pipe', 'ignore', picture.descriptor, end.descriptor],
  });
  let answer = '';
  let ended: RedactError | null = null;
  let settle: ((error: RedactError | null) => void) | null = null;
  const finish = (error: RedactError): void => {
    ended ??= error;
    model.giveBack();
    settle?.(ended);
  };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    const from = Math.max(0, answer.length - 80);
    answer += part;
    if (answer.length > longestAnswer) child.kill('SIGKILL');
    else if (endOfAnswer.test(answer.slice(from))) settle?.(null);
  });
  child.on('error', (error) => finish(failed('could not be started', error)));
  child.on('close', () => finish(failed('broke off')));
  // The child may end before it has read all: `close` tells.
  child.stdin?.on('error', () => undefined);

  /** This process waits for the child only while an answer is due. */
  const isDue = (due: boolean): void => {
    for (const held of [child, child.stdin, child.stdout]) {
      if (!isHeld(held)) continue;
      if (due) held.ref();
      else held.unref();
    }
  };
  isDue(false);
  return {
    hasEnded: () => ended !== null,
    read: async (bytes) => {
      if (ended !== null) throw ended;
      picture.replace(bytes);
      answer = '';
      isDue(true);
      const impatient = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      try {
        await new Promise<void>((resolve, reject) => {
          settle = (error) => (error === null ? resolve() : reject(error));
          child.stdin?.write('/dev/fd/3\n/dev/fd/4\n');
        });
        model.giveBack();
        return answer;
      } finally {
        settle = null;
        clearTimeout(impatient);
        picture.replace(new Uint8Array());
        isDue(false);
      }
    },
    stop: () => {
      child.kill('SIGKILL');
      model.giveBack();
      picture.close();
      end.close();
    },
  };
}

const bitmapOf = createBitmaps();

/** @returns bytes that hold the picture until the next one is asked for */
function enlargeToBytes(picture: GreyImage, size: Size): Uint8Array {
  const bitmap = bitmapOf(size);
  enlarge(picture, bitmap);
  return bitmap.bytes;
}

/**
 * @returns a reader of one picture after another, each enlarged to a size whose height is even
 * @throws RedactError ocrFailed
 */
export function createRecognizer(): (picture: GreyImage, size: Size) => Promise<string> {
  let running: Running | null = null;
  let readCount = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  const stop = (): void => {
    running?.stop();
    running = null;
    readCount = 0;
  };
  const readNow = async (picture: GreyImage, size: Size): Promise<string> => {
    clearTimeout(idle);
    if (readCount >= mostPictures || running?.hasEnded() === true) stop();
    running ??= start();
    readCount += 1;
    try {
      return await running.read(enlargeToBytes(picture, size));
    } catch (error) {
      stop();
      throw error;
    } finally {
      idle = setTimeout(stop, idleMs).unref();
    }
  };
  return (picture, size) => {
    const reading = turn.then(() => readNow(picture, size));
    turn = reading.catch(() => undefined);
    return reading;
  };
}
