import { describe, expect, test } from 'vitest';
import { soundOf } from '../src/ocr/name-sound.ts';
import { foldWord } from '../src/tagger/lexicon.ts';

describe('what no list has', () => {
  test.each(['Rutkowska', 'Okonkwo', 'Zijlstra', 'Lindqvist', 'Beauchamp', 'Hasenöhrl'])(
    '%s sounds like a name',
    (name) => {
      expect(soundOf(foldWord(name))).toBeGreaterThan(0);
    },
  );

  test.each([
    'Registreringsnummer',
    'Återbetalning',
    'Betaalwijze',
    'Maandbedrag',
    'Vyúčtování',
    'pojišťovna',
    'Wystawiono',
    'Handwerkskammer',
  ])('%s sounds like a word', (word) => {
    expect(soundOf(foldWord(word))).toBeLessThan(0);
  });

  test.each(['', 'li', '4711', 'ü2'])('"%s" is too short to sound like either', (short) => {
    expect(soundOf(foldWord(short))).toBe(0);
  });
});
