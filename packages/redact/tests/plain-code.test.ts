import { describe, expect, test } from 'vitest';
import { isPlainCode } from '../src/ocr/plain-code.ts';

describe('words of terminals and code', () => {
  test.each([
    'password=tiger',
    'pin=4471',
    'PIN/4471',
    'ssn/12345',
    'tel/55512',
    'bank/123',
    'birth/1984',
    'code=4471',
    'card=123',
    'door=447',
    'id=10422',
    'key=a1b2',
    'salary=850',
    'token=abcdef',
    'diagnosis=cancer',
    'report_cancer_may.pdf',
    'user=rose',
    'name=grace',
    'Smith/Jones',
    'Kim_Lee',
    '/home/okonkwo/notes.txt',
    'jan@example.org',
    'correct-horse-battery',
    't0psecret_Corgi.txt',
  ])('%s may be somebody’s', (text) => {
    expect(isPlainCode(text)).toBe(false);
  });

  test.each([
    'pool_size=10',
    'DB_POOL_SIZE=10',
    'SESSION_HOURS=12',
    'time-sheet-may.ods',
    'size=18.4kB',
    'app=checkout',
    'reason=unknown_error',
    'localhost:8080/api/status',
    '/api/rooms?from=2024-12-13&to=2024-12-16',
    'screenshot_20240531.png',
    'and/or',
  ])('%s is nobody’s', (text) => {
    expect(isPlainCode(text)).toBe(true);
  });
});
