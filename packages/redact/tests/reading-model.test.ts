import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { findLatin, withoutWordList } from '../src/ocr/reading-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'reading-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As combine_tessdata lays parts out: their count, where each begins, and each. */
function toModel(parts: readonly (string | null)[]): Buffer {
  const head = Buffer.alloc(4 + 8 * parts.length);
  head.writeInt32LE(parts.length);
  let at = head.length;
  for (const [nth, part] of parts.entries()) {
    head.writeBigInt64LE(part === null ? -1n : BigInt(at), 4 + 8 * nth);
    at += part?.length ?? 0;
  }
  return Buffer.concat([head, ...parts.map((part) => Buffer.from(part ?? ''))]);
}

function toFile(bytes: Uint8Array): string {
  const path = join(folder, 'a.traineddata');
  writeFileSync(path, bytes);
  return path;
}

const partsWith = (words: string | null): (string | null)[] =>
  Array.from({ length: 24 }, (_, nth) => {
    if (nth === 19) return words;
    return nth < 17 ? null : `part ${nth}`;
  });

describe('a model without its list of words', () => {
  test('has every other part as it was', () => {
    const path = toFile(toModel(partsWith('some eight million words')));
    expect(Buffer.from(withoutWordList(path))).toEqual(toModel(partsWith(null)));
  });

  test('is refused of a file that is no model, is cut short, or has no such list', () => {
    for (const [bytes, why] of [
      [Buffer.from('{"name": "no model"}'), /no model/u],
      [Buffer.alloc(3), /ends too early/u],
      [toModel(partsWith('words')).subarray(0, 100), /ends too early/u],
      [toModel(partsWith(null)), /no list of words/u],
    ] as const)
      expect(() => withoutWordList(toFile(bytes))).toThrow(why);
  });
});

describe('the installed model', () => {
  test('for Latin letters is known by its name, and its folder where it is told', () => {
    const list = (head: string) => `${head} (3):\nLatin\neng\nosd\n`;
    expect(findLatin(list('List of available languages in "/usr/share/tessdata/"'))).toEqual({
      name: 'Latin',
      folder: '/usr/share/tessdata/',
    });
    expect(findLatin(list('List of available languages'))).toEqual({ name: 'Latin', folder: null });
    expect(findLatin('List of available languages (1):\nscript/Latin\n')?.name).toBe(
      'script/Latin',
    );
    expect(findLatin('List of available languages (2):\neng\nosd\n')).toBeNull();
  });

  const { stdout } = spawnSync('tesseract', ['--list-langs'], { encoding: 'utf8' });
  const module = new URL('../src/ocr/reading-model.ts', import.meta.url).href;
  test.runIf(findLatin(stdout ?? '') !== null)(
    'leaves memory with the process that lent it, though it was killed; that of one that lives stays',
    async () => {
      const killed = spawnSync(
        process.execPath,
        [
          '--input-type=module',
          `--eval=import { lendModel } from ${JSON.stringify(module)};
           process.stdout.write(lendModel().folder);
           process.kill(process.pid, 'SIGKILL');`,
        ],
        { encoding: 'utf8' },
      );
      expect(killed.signal).toBe('SIGKILL');
      expect(existsSync(killed.stdout)).toBe(true);
      const { lendModel } = await import('../src/ocr/reading-model.ts');
      const [first, second] = [lendModel(), lendModel()];
      expect(existsSync(killed.stdout)).toBe(false);
      expect([first, second].map((lent) => existsSync(lent.folder ?? ''))).toEqual([true, true]);
      first.giveBack();
      second.giveBack();
      expect([first, second].map((lent) => existsSync(lent.folder ?? ''))).toEqual([false, false]);
    },
  );

  test.runIf(findLatin(stdout ?? '') !== null && process.getuid?.() === 0)(
    'removes nothing of another user, though it could',
    async () => {
      const nobody = 65_534;
      const left = mkdtempSync(`/dev/shm/understudy-model-${2 ** 31}-`);
      chownSync(left, nobody, nobody);
      const { lendModel } = await import('../src/ocr/reading-model.ts');
      lendModel().giveBack();
      expect(existsSync(left)).toBe(true);
      chownSync(left, 0, 0);
      lendModel().giveBack();
      expect(existsSync(left)).toBe(false);
    },
  );

  const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
  test.runIf(hasTesseract).each([
    ['Latin', 'Latin.traineddata', 1],
    ['eng', 'eng.traineddata', 0],
  ])('is lent whole, as %s, where it cannot be trimmed', async (name, file, warnings) => {
    const models = join(folder, name);
    mkdirSync(models);
    writeFileSync(join(models, file), 'no model that can be read');
    vi.stubEnv('TESSDATA_PREFIX', models);
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    vi.resetModules();
    const { lendModel } = await import('../src/ocr/reading-model.ts');
    const [lent] = [lendModel(), lendModel()];
    expect(lent).toMatchObject({ name, folder: models });
    expect(warn).toHaveBeenCalledTimes(warnings);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
});
