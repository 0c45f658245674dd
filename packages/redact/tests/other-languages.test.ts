/** Prose in languages of which the tagger learnt little, as a specification of what is left and what is covered. */
import { describe, expect, test } from 'vitest';
import { detectText } from '../src/text/detect.ts';

const coveredIn = (text: string, scope: 'all' | 'identifying'): string[] =>
  detectText(text, { mode: 'strict', scope }).map(({ start, end }) => text.slice(start, end));

describe('prose in other languages', () => {
  test.each([
    'Klienci mogą teraz zmienić adres dostawy, zanim paczka zostanie wysłana z magazynu.',
    'Mötet är flyttat till nästa vecka eftersom flera av oss är sjuka just nu.',
    'La riunione è stata rimandata perché molti di noi sono ancora in ferie.',
    'We hebben de levering nog niet ontvangen en willen graag weten wanneer die komt.',
    'Die neue Regelung gilt ab sofort, wenn der Antrag rechtzeitig gestellt wird.',
  ])('nothing of it is covered where it names nobody: %s', (text) => {
    expect(coveredIn(text, 'all')).toEqual([]);
  });

  test.each([
    ['Czy możesz zapytać o to, co powiedziała Bożena na spotkaniu?', 'Bożena'],
    ['Det är Torbjörn som har nyckeln till det nya rummet.', 'Torbjörn'],
    ['Non so se Ornella ha già parlato con il cliente di questo.', 'Ornella'],
    ['Ik weet niet of Sjoerd het nog heeft, maar hij is er morgen weer.', 'Sjoerd'],
    // Of a family whose name nobody knows, in the midst of a sentence.
    ['Non so se Zorbellini ha già parlato con il cliente di questo.', 'Zorbellini'],
  ])('whom it names is covered: %s', (text, name) => {
    for (const scope of ['all', 'identifying'] as const)
      expect(coveredIn(text, scope)).toContain(name);
  });

  test('a place in it is covered with the small words between its parts', () => {
    const text = 'Se entrega de nueve a dos en la C/ Fuente del Berro 22, 3.º izda., 28009 Madrid';
    expect(coveredIn(text, 'all').join(' ')).toContain('izda');
  });

  test('a label before a colon is none of anybody', () => {
    expect(coveredIn('Kontoinhaber: Öztürk\nVerwendungszweck: -', 'all')).toEqual(['Öztürk']);
  });

  test('who writes in a chat is covered before a colon', () => {
    expect(coveredIn('Bożena: już jestem', 'all')).toEqual(['Bożena']);
  });
});
