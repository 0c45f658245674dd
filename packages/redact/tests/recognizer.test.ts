import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readByTesseract as read } from '../src/ocr/tesseract.ts';

const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
if (!hasTesseract)
  console.warn('tesseract is not installed: the tests that read pictures are skipped.');

const hasLatin = /^(?:script\/)?Latin$/mu.test(
  spawnSync('tesseract', ['--list-langs']).stdout?.toString() ?? '',
);

async function lineOf(text: string, width = 400) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="60"><rect width="100%" height="100%" fill="#fff"/><text x="20" y="35" font-size="15" font-family="Liberation Sans">${text}</text></svg>`;
  const picture = sharp(Buffer.from(svg)).flatten().toColourspace('b-w').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const recognizers = (): number[] => {
  const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-x', 'tesseract']);
  return stdout.toString().split('\n').filter(Boolean).map(Number);
};

const textOf = (words: readonly { text: string }[]): string =>
  words.map(({ text }) => text).join(' ');

describe.skipIf(!hasTesseract)('a recognizer', () => {
  afterAll(() => {
    for (const pid of recognizers()) process.kill(pid, 'SIGKILL');
  });

  test('answers each of many pictures with its own words, in one process', async () => {
    const texts = ['Maria Okonkwo', 'Blue chairs', '', 'Invoice 2417'];
    const pictures = await Promise.all(texts.map((text) => lineOf(text)));
    const answers = await Promise.all(pictures.map(read));
    expect(answers.map(textOf)).toEqual(texts);
    expect(recognizers()).toHaveLength(1);
  });

  test('reads a picture as it did before, whatever it read between', async () => {
    const picture = await lineOf('Write to zoe@corp-mail.de', 500);
    const before = await read(picture);
    await read(await lineOf('Something else altogether', 640));
    expect(await read(picture)).toEqual(before);
  });

  test('stays for hundreds of pictures: its model takes longer to load than a line to read', async () => {
    const picture = { data: new Uint8Array(40 * 20).fill(255), width: 40, height: 20 };
    const [before] = recognizers();
    for (let nth = 0; nth < 300; nth += 1) await read(picture);
    expect(recognizers()).toEqual([before]);
  });

  test('whose process is killed says so, and reads the next picture', async () => {
    const [pid] = recognizers();
    if (pid === undefined) throw new Error('No recognizer runs.');
    execFileSync('kill', ['-STOP', String(pid)]);
    const reading = read(await lineOf('Never read'));
    await vi.waitUntil(() => statSync(`/proc/${pid}/fd/3`).size > 0, {
      timeout: 280_000,
    });
    process.kill(pid, 'SIGKILL');
    await expect(reading).rejects.toMatchObject({ code: 'ocrFailed' });
    expect(textOf(await read(await lineOf('Read again')))).toBe('Read again');
  });

  test('holds pictures in memory only, under no name', () => {
    const [pid] = recognizers();
    if (pid === undefined) throw new Error('No recognizer runs.');
    const links = execFileSync('ls', ['-l', `/proc/${pid}/fd`]).toString();
    expect(links).toMatch(/3 -> \/dev\/shm\/#\d+ \(deleted\)/u);
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith('#'))).toEqual([]);
  });

  test.runIf(hasLatin)(
    'reads with the Latin model but for its list of words, whose file is gone once it is loaded',
    async () => {
      const [pid] = recognizers();
      if (pid === undefined) throw new Error('No recognizer runs.');
      const { TESSDATA_PREFIX: folder } = Object.fromEntries(
        readFileSync(`/proc/${pid}/environ`, 'utf8')
          .split('\0')
          .map((pair) => pair.split('=', 2)),
      );
      expect(folder).toMatch(/^\/dev\/shm\/understudy-model-/u);
      expect(existsSync(folder)).toBe(false);
      const mostMb = Number(
        /VmHWM:\s+(?<kb>\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups?.['kb'],
      );
      expect(mostMb / 1024).toBeLessThan(100);
      expect(textOf(await read(await lineOf('Grüße aus Łódź')))).toBe('Grüße aus Łódź');
    },
  );
});
