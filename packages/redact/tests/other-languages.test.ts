/** Prose in languages of which the tagger learnt little, as a specification of what is left and what is covered. */
import { describe, expect, test } from 'vitest';
import { foldWord, isNameWord, knownInterfaceWords } from '../src/tagger/lexicon.ts';
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
    // Of a family whose name nobody knows, or is a word, in the midst of a sentence.
    ['Me lo ha dicho Barrendero, que no puede venir mañana.', 'Barrendero'],
    ['Me lo ha dicho Barrendero, que no puede venir con nosotros.', 'Barrendero'],
    ["J'ai parlé avec Boulanger et il est d'accord avec nous.", 'Boulanger'],
    ['Das Paket für Butterweck ist noch nicht angekommen.', 'Butterweck'],
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

  test.each([
    ['Pacjent: Bronisław Kurzawa', ['Pacjent']],
    ['Personnummer 840612-2396, Ebba Lagerkrantz', ['Personnummer']],
    ['Morada: Rua das Acácias 58, Porto', ['Morada']],
  ])('nor is what says what follows in %s', (text, labels) => {
    for (const label of labels) expect(coveredIn(text, 'all').join(' ')).not.toContain(label);
  });

  test.each([
    'Wysłane Robocze Zaznacz wszystko Zapisz Anuluj',
    'Enviado Borradores Papelera Pendientes Cerrados Exportar',
    'Verzonden Concepten Prullenbak Nieuwe aanvraag Afgehandeld',
    'Przypisane do: -\nPriorytet: Wysoki',
  ])('nor are buttons, folders and states: %j', (text) => {
    expect(coveredIn(text, 'all')).toEqual([]);
  });

  test('who writes in a chat is covered before a colon', () => {
    expect(coveredIn('Bożena: już jestem', 'all')).toContain('Bożena');
  });

  test.each([
    'Anna Dziura: ok',
    'Jan Gruby: już jadę',
    'Andra: on my way',
    'zorbellini: arrivo',
    'Clive: ok',
  ])('so is whoever else does: %s', (text) => {
    const [name = ''] = text.split(':');
    const covered = coveredIn(text, 'all').join(' ');
    for (const word of name.split(' ')) expect(covered).toContain(word);
  });
});

test.each([
  ['Please ask Jethro about the key', ['Jethro']],
  ['I spoke to Ragnar about the plan', ['Ragnar']],
  ['Clive has the keys', ['Clive']],
  ['Lorelai will call you tomorrow', ['Lorelai']],
  ['Owner: Sahar Rahl', ['Sahar', 'Rahl']],
  ['I met Andra and Rade at lunch', ['Andra', 'Rade']],
  ['I spoke to Aran about it', ['Aran']],
  ['Please call Mati and Julen', ['Mati', 'Julen']],
])('words of other languages are names in English: %s', (text, names) => {
  const covered = coveredIn(text, 'identifying').join(' ');
  for (const name of names) expect(covered).toContain(name);
});

/** Commoner on screens than as anybody's name. */
const ratherLabels = ['price', 'kunde', 'termine', 'terminé', 'campos'];

test("no label of a form is somebody's name", () => {
  const named = knownInterfaceWords.filter((word) => isNameWord(foldWord(word)));
  expect(named.filter((word) => !ratherLabels.includes(word))).toEqual([]);
  expect(coveredIn('Kind regards, Nascimento', 'identifying')).toContain('Nascimento');
});
