import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createImageRedactor } from '../src/index.ts';
import { seededRandom } from './world.ts';

type ReadWords = NonNullable<NonNullable<Parameters<typeof createImageRedactor>[0]>['readWords']>;
type Words = Awaited<ReturnType<ReadWords>>;

const signPx = 8;
const linePx = 24;

/** Words as a reader tells them: a row for each line, at the column of its sign. */
function wordsOf(lines: readonly string[], confidence: number): Words {
  return lines.flatMap((line, row) =>
    Array.from(line.matchAll(/\S+/gu)).map(({ 0: text, index }) => ({
      text,
      confidence,
      box: {
        x: 20 + index * signPx,
        y: 20 + row * linePx,
        width: text.length * signPx,
        height: 12,
      },
    })),
  );
}

/** The signs of each line that are covered, the others as they were. */
async function covered(lines: readonly string[], confidence = 0.9): Promise<string[]> {
  const size = { width: 900, height: 40 + lines.length * linePx };
  const png = await sharp({ create: { ...size, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const readWords: ReadWords = () => Promise.resolve(wordsOf(lines, confidence));
  const { boxes } = await createImageRedactor({ readWords, random: seededRandom(3) }).redact(png);
  return lines.map((line, row) =>
    Array.from(line, (sign, column) => {
      const x = 20 + (column + 0.5) * signPx;
      const y = 26 + row * linePx;
      const isCovered = boxes.some(
        (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
      );
      return isCovered && sign !== ' ' ? '#' : sign;
    }).join(''),
  );
}

describe('names are covered whole', () => {
  test('a word that is no name on its own, beside one that is', async () => {
    expect(await covered(['Temperance Adjei-Mensah'])).toEqual(['########## ############']);
  });

  test('the second half of one with a dash', async () => {
    expect(await covered(['Message from Jae-won to you'])).toEqual(['Message from ####### to you']);
  });

  test('an initial between two names', async () => {
    expect((await covered(['DELROY A WITHERSPOON']))[0]).not.toMatch(/[A-Z]/u);
  });

  test('what stands in a list of names', async () => {
    const list = ['Harpreet Sandhu', 'Katarzyna Wierzbicka', 'Summer Forest', 'Siddharth Bhowmick'];
    expect((await covered(list)).join('')).not.toMatch(/\p{L}/u);
  });

  test('in the name of a file, where it stands elsewhere', async () => {
    expect(await covered(['Divorce of Chinwe Okereke', '', 'scan-chinwe-okereke.jpg'])).toEqual([
      expect.stringMatching(/^Divorce of #+ #+$/u),
      '',
      expect.stringMatching(/#{14}/u),
    ]);
  });

  test('a label before a name is none of it', async () => {
    expect(await covered(['Customer Katarzyna Wierzbicka'])).toEqual([
      'Customer ######### ##########',
    ]);
  });
});

describe('numbers are covered', () => {
  test.each(['06 12 34 56 78', '01 44 55 23 11', '+33 6 12 34 56 78', '0221 14 15 16'])(
    '%s is no hour',
    async (number) => {
      expect((await covered([`Call ${number} today`]))[0]).toMatch(/^Call [# ]+ today$/u);
    },
  );

  test('an hour whose colons were not read is none', async () => {
    expect(await covered(['10 41 02 118 INFO'])).toEqual(['10 41 02 118 INFO']);
  });
});

describe('addresses are covered whole', () => {
  test.each([
    'The Old Forge, 9 Ferry Hill, Southwold IP18 6TL',
    'Tiensestraat 205 bus 3',
    'Kaiserjägergasse 8/14, 3100 St. Pölten',
    '3000 Leuven',
  ])('%s', async (address) => {
    expect((await covered([address]))[0]).not.toMatch(/[\p{L}\d]/u);
  });
});

describe('plain words stay', () => {
  test.each([
    'Standard deduction or itemized deductions',
    'Ordinary dividends',
    'Español, Deutsch, Français',
    'Paid 12 minutes ago',
    'Invoice 2024-118',
    '"created_at": "2025-01-12T08:30:00Z",',
    'head -4 members-2025.csv',
  ])('%s', async (line) => {
    expect(await covered([line])).toEqual([line]);
  });

  test.each([
    [
      ['Kontoauszug herunterladen', 'Buchungssatz bearbeiten', 'Zeitstrahl anzeigen'],
      ['Wertpapier verkaufen', 'Verschachtelungstiefe ändern', 'Sammelmappe öffnen'],
    ],
    [
      ['Seleccione una plantilla', 'Introduzca el importe', 'Desglose de apuntes'],
      ['Eliminando borradores', 'Gestione sus lengüetas', 'Agregue plantillas'],
    ],
  ])('of the language that a page is in', async (...lines) => {
    expect(await covered(lines.flat())).toEqual(lines.flat());
  });

  test('what was misread, where the word that was meant is known', async () => {
    const misread = ['Cédigo de un solo uso', 'Phoneno', 'CPaid'];
    expect(await covered(misread)).toEqual(misread);
  });

  test('who is logged in, where the sign before the machine was misread', async () => {
    for (const line of await covered(['wsmithēledger-db-2:-$ df -h', 'annēbuild7:~$ ls'])) {
      expect(line).not.toMatch(/wsmith|ann/u);
    }
  });

  test('a year before a doctor is no number of a house', async () => {
    expect(await covered(['02 Aug 2023 Emergency Dr. Hassan Golicha'])).toEqual([
      expect.stringMatching(/^02 Aug 2023 Emergency (?:Dr|##)[.#] ###### #######$/u),
    ]);
  });

  test('a date before an address takes none of it away', async () => {
    expect((await covered(['12 Jun 2024 Harbour Road 14']))[0]).toMatch(/####### #### ##$/u);
  });

  test('under a table, behind its last row', async () => {
    const table = [
      'Last name       Relationship       Credit',
      'Wierzbicka      Daughter           yes',
    ];
    expect((await covered([...table, '', '', 'Refund'])).at(-1)).toBe('Refund');
  });
});

describe('values by where they stand', () => {
  test('a code under its label', async () => {
    expect((await covered(['recovery codes', 'b4kx-92mq']))[1]).toBe('#########');
  });

  test('a secret in a sentence, and not the next sentence', async () => {
    const [line = ''] = await covered(['PIN for the token is 8052. If it is locked, ask again']);
    expect(line).not.toContain('8052');
    expect(line).toContain('If it is locked, ask again');
  });

  test('a user before a machine in a prompt, and not the machine', async () => {
    const [line = ''] = await covered(['okafor@build-04:~/deploy$ ls']);
    expect(line).not.toContain('okafor');
    expect(line).toContain('build-04:~/deploy$');
  });
});
