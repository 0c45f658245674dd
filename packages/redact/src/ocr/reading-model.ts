/**
 * The model that recognition reads with: Tesseract's for Latin letters without
 * its list of words, where it is installed, or else its whole English one.
 *
 * The list is 88 of the model's 89 MB, and 8.6 million words of all languages
 * at once: hardly a misreading is not a word of one of them. On 62 screens .35
 * per cent fewer of 10,151 words are read as they stand without it, .1 of the
 * sensitive ones, at six sevenths of the CPU and 240 MB less of memory.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface LentModel {
  readonly name: string;
  /** Where Tesseract finds it; undefined: where it looks by itself. */
  readonly folder: string | undefined;
  /** To be called once it is loaded: it loads a model only from a named file. May be called again. */
  giveBack(): void;
}

/** Where its `traineddata` has the list of words (tessdatamanager.h: TESSDATA_LSTM_SYSTEM_DAWG). */
const wordList = 19;
/** The count of parts, then where each begins (-1: it has no such part). */
const headSize = (partCount: number): number => 4 + 8 * partCount;
const mostParts = 64;

/** @returns its bytes but for the list of words; @throws Error where it is no model, or has no such list */
export function withoutWordList(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const read = (from: number, to: number): Buffer => {
      const bytes = Buffer.alloc(to - from);
      if (readSync(file, bytes, 0, bytes.length, from) !== bytes.length)
        throw new Error(`${path} ends too early.`);
      return bytes;
    };
    const partCount = read(0, 4).readInt32LE();
    if (partCount <= wordList || partCount > mostParts) throw new Error(`${path} is no model.`);
    const head = read(0, headSize(partCount));
    const begins = Array.from({ length: partCount }, (_, part) =>
      Number(head.readBigInt64LE(headSize(part))),
    );
    const parts: Buffer[] = [head];
    let at = head.length;
    for (const [part, begin] of begins.entries()) {
      if (begin < 0) continue;
      const end = Math.min(size, ...begins.filter((other) => other > begin));
      if (part === wordList) {
        head.writeBigInt64LE(-1n, headSize(part));
        continue;
      }
      head.writeBigInt64LE(BigInt(at), headSize(part));
      parts.push(read(begin, end));
      at += end - begin;
    }
    if (begins[wordList] === -1) throw new Error(`${path} has no list of words.`);
    return Buffer.concat(parts);
  } finally {
    closeSync(file);
  }
}

/** The installed model for Latin letters: `eng` reads "Matematicas", "geelt". */
interface Installed {
  readonly name: string;
  /** null: Tesseract 4 does not tell where its models are. */
  readonly folder: string | null;
}

/** @returns null where only others are installed; @param list what `tesseract --list-langs` says */
export function findLatin(list: string): Installed | null {
  const name = /^(?:script\/)?Latin$/mu.exec(list)?.[0];
  if (name === undefined) return null;
  return { name, folder: /"(?<folder>[^"]+)"/u.exec(list)?.groups?.['folder'] ?? null };
}

let latin: Installed | null | undefined;

const memory = '/dev/shm';
/** Named after the process that lends it: one that is killed gives nothing back. */
const lentName = /^understudy-model-(?<pid>\d+)-/u;

/** What processes that are gone have left: a model takes some megabytes of memory. */
function removeLeft(): void {
  for (const name of readdirSync(memory)) {
    const pid = lentName.exec(name)?.groups?.['pid'];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const left = join(memory, name);
    // Another user's is theirs to remove, also where we could.
    if (lstatSync(left, { throwIfNoEntry: false })?.uid === process.getuid?.())
      rmSync(left, { recursive: true, force: true });
  }
}

/** A folder of its own in memory for each process that reads, which nobody else can write to. */
function lendTrimmed(model: Uint8Array): LentModel {
  removeLeft();
  const folder = mkdtempSync(join(memory, `understudy-model-${process.pid}-`));
  const giveBack = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'Latin.traineddata'), model, { mode: 0o600 });
  } catch (error) {
    giveBack();
    throw error;
  }
  return { name: 'Latin', folder, giveBack };
}

const lendWhole = (name: string): LentModel => ({
  name,
  folder: process.env['TESSDATA_PREFIX'],
  giveBack: () => undefined,
});

/** Once: each start of a process would say it again. */
let isTold = false;

function tellWhole(why: string): void {
  if (!isTold)
    process.emitWarning(
      `Text recognition reads with its whole model, which costs more and reads a little otherwise: ${why}`,
    );
  isTold = true;
}

/** The whole model reads as well, only dearer: what keeps it from being trimmed is told, and stops nothing. */
export function lendModel(): LentModel {
  if (latin === undefined) {
    const { stdout } = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' });
    latin = findLatin(stdout ?? '');
  }
  if (latin === null) return lendWhole('eng');
  const { name, folder } = latin;
  try {
    if (folder === null) throw new Error('Tesseract does not tell where its models are.');
    return lendTrimmed(withoutWordList(join(folder, `${name}.traineddata`)));
  } catch (error) {
    tellWhole(error instanceof Error ? error.message : String(error));
    return lendWhole(name);
  }
}
