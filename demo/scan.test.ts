import type { PlantedValue } from '@understudy/lab';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPlanted, scanFolders } from './scan.ts';

const card: PlantedValue = { kind: 'card', value: '4111 1111 1111 1111' };
const email: PlantedValue = { kind: 'email', value: 'somebody.planted@example.org' };

describe('a planted value is found', () => {
  test.each([
    ['as it is', 'x 4111 1111 1111 1111 y'],
    ['without its spaces', '{"card":"4111111111111111"}'],
    ['in a URL', '/pay?card=4111%201111%201111%201111'],
    ['in base64', Buffer.from('the card 4111 1111 1111 1111 here').toString('base64')],
    ['in base64, one later', Buffer.from('the cards 4111 1111 1111 1111 here').toString('base64')],
    ['in base64, two later', Buffer.from('the cards: 4111 1111 1111 1111 here').toString('base64')],
    ['in hex', Buffer.from('4111 1111 1111 1111').toString('hex')],
    ['as UTF-16', Buffer.from('4111 1111 1111 1111', 'utf16le').toString('latin1')],
  ])('%s', (_form, text) => {
    expect(findPlanted(Buffer.from(text, 'latin1'), [card])).toContainEqual(
      expect.objectContaining({ kind: 'card' }),
    );
  });

  test('across the pieces in which a big file is read, and in the name of a file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'understudy-scan-'));
    try {
      await mkdir(join(dir, 'deep'));
      const big = Buffer.alloc(4 * 1024 * 1024 + 100, '.');
      big.write(email.value, 4 * 1024 * 1024 - 10);
      await writeFile(join(dir, 'deep', 'big'), big);
      await writeFile(join(dir, email.value), 'nothing');
      const { finds, files } = await scanFolders([dir], [email]);
      expect(files).toBe(2);
      expect(finds.map(({ file }) => file).toSorted()).toEqual(
        [join(dir, 'deep', 'big'), join(dir, email.value)].toSorted(),
      );
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

test('nothing is found where nothing was planted', () => {
  expect(findPlanted(Buffer.from('somebody.else@example.org 4111 1111'), [card, email])).toEqual(
    [],
  );
});
