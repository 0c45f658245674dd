/** Ages by form and context, and numbers that are none. */
import { expect, test } from 'vitest';
import type { Span } from '../src/span.ts';
import { detectText } from '../src/text/detect.ts';

const spansIn = (text: string): Span[] => detectText(text, { mode: 'strict', scope: 'all' });

test.each([
  ['Aged 43, she moved to the coast', '43'],
  ['a 43-year-old nurse', '43'],
  ['43 y/o F with chest pain', '43'],
  ['seen today, 43yo, complains of headaches', '43'],
  ['y/o: 31. Hey all', '31'],
  ['Age: 43', '43'],
  ['"age": 43, "sex": "f"', '43'],
  ['assert customer.age == 52', '52'],
  ['He died at 64, survived by two sons', '64'],
  ['When I turned 43 my parents left', '43'],
  ["he's 43 and still plays in goal", '43'],
  ['I am 29 and have never owned a car', '29'],
  ['Patient is 28, a woman', '28'],
  ['My son is 7.', '7'],
  ['Tómas Westgård (32) finished third', '32'],
  ['Logan, 36, of Muel, was charged', '36'],
  ['I (29F) and my wife (31 m) moved', '29'],
  ['I (29F) and my wife (31 m) moved', '31'],
  ['Happy birthday Katrine! 23 already, unbelievable.', '23'],
  ['her 40th birthday', '40'],
  ['their 6-week-old son', '6'],
  ['Er ist 43 Jahre alt', '43'],
  ['die 43-jährige Kundin', '43'],
  ['im Alter von 43 und gesund', '43'],
  ['Alter: 43', '43'],
  ['Le patient, âgé de 67 ans, habite à Lyon', '67'],
  ['elle a 43 ans', '43'],
  ['La señora Peñalver tiene 82 años', '82'],
  ['Lucía, de 9 años, llegó ayer', '9'],
  ['Ettore Pavanello, di anni 58', '58'],
  ['ha 43 anni', '43'],
  ['un cinquantaduenne, 52 anni, di Bologna', '52'],
  ['Fenna Dijkgraaf, 29 jaar, solliciteert', '29'],
  ['ze is 43 jaar oud', '43'],
  ['de 43-jarige man', '43'],
  ['pracownik ma 54 lata', '54'],
  ['43-letni kierowca', '43'],
  ['w wieku 43 lat', '43'],
  ['A Graça Tavares, de 37 anos, pediu', '37'],
  ['ela tem 43 anos', '43'],
  ['Patienten är 61 år och heter Birger', '61'],
  ['hon fyller 43', '43'],
  ['en 43-årig man', '43'],
])('%s: the age is covered', (text, age) => {
  const at = text.indexOf(age);
  // The tagger may take it along with what stands beside it.
  expect(spansIn(text).some(({ start, end }) => start <= at && end >= at + age.length)).toBe(true);
});

test.each([
  'He is 5 minutes late and the train is at 43.',
  'I am 2 blocks away. I’m 10 min out. I am 100% sure.',
  'She is 20 km from here; the client is 3 months behind',
  'turned 90 degrees, then 3 steps back',
  'Figure (3) shows the trend. Inbox (43), Drafts (2)',
  'Chrome (129) and Edge (130); revenue from Germany (43)',
  'Version 2, 12, 14 and 17 are affected; chapter 5, 12, and 14',
  'page: 12, stage: 3, usage: 43, image: 3, message: 17',
  'max-age=60, age_days: 12, stage: 4',
  'retired at 43 Main Street; diagnosed at 9 am, died at 12:30',
  'The build is 3 days old, the ticket 4 months old',
  'restarts (43m ago), Running, 12m ago, 3 (12m), Uptime (12 m)',
  'the job died at 43, the pod retired at 12, the driver is 12, kids are 2 for 1',
  'die Laufzeit ist 3 Jahre, de garantie is 5 jaar, Geburtstag am 12. Mai',
  'x.dividedBy(113)',
  'Der Vertrag läuft 5 Jahre, seit 10 Jahren, vor 3 Jahren, mit 43 Teilnehmern, wird 12 Mal wiederholt',
  'La garantie est de 10 ans. Il y a 3 ans. Un contrat de 5 ans.',
  'Contrato de 5 años, hace 3 años; garantía: 2 años',
  'Contratto di 4 anni, 3 anni fa; ha 2 figli',
  'Contract van 4 jaar, 3 jaar geleden',
  'umowa na 4 lata, 3 lata temu, ma 3 zadania',
  'contrato de 4 anos, há 3 anos, tem 4 erros',
  'avtal på 4 år, för 3 år sedan, har 3 barn',
])('%s: no age', (text) => {
  expect(spansIn(text).filter(({ rule }) => rule.startsWith('age'))).toEqual([]);
});
