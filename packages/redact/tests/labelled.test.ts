import { expect, test } from 'vitest';
import { detectText } from '../src/text/detect.ts';

const found = (text: string): string[] =>
  detectText(text, { mode: 'strict', scope: 'identifying' }).map(({ start, end }) =>
    text.slice(start, end),
  );

test.each([
  ['send the photos to the insurer, claim CLM/2291/77', 'CLM/2291/77'],
  ['{"user_id":"u_83f19c","step":3}', 'u_83f19c'],
  ['FASTER PAYMENT  P K RAMASWAMY  REF RENT', 'P K RAMASWAMY'],
  ['the name on it is L. M. Featherstonhaugh', 'L. M. Featherstonhaugh'],
  // The label of the one stands over the other.
  ['Sort code        Account number\n40-11-62         51720938', '40-11-62         51720938'],
  ['sort code of the landlord is 40-11-62', '40-11-62'],
  ['PNR QX7RTL, window seat', 'QX7RTL'],
  ['Booking reference: HJKWPT', 'HJKWPT'],
  ['Passenger OYELARAN/TEMITOPE MS', 'OYELARAN/TEMITOPE'],
  ['DB_PW=tulip-tree', 'tulip-tree'],
  ['PGPASS=wintering', 'wintering'],
  ['PW: hollow9', 'hollow9'],
  ['DB_PWD=~Kestrel-91', '~Kestrel-91'],
  ['DB_PWD=/x7!kd9Qz', '/x7!kd9Qz'],
  ['PWD=~tr0ub4dor', '~tr0ub4dor'],
  ['SMTP_SETTING=Wint3r!sComing', 'Wint3r!sComing'],
  ['backup_passphrase: correct-horse-battery-staple', 'correct-horse-battery-staple'],
  ['la password del gestionale è Limone2026', 'Limone2026'],
  ['Lösenord till larmet: Blåmes4471', 'Blåmes4471'],
  ['of The Old Forge, Mill Lane, Chipping Norton', 'The Old Forge, Mill Lane, Chipping Norton'],
])('%s: %s is covered whole', (text, value) => {
  expect(found(text)).toContain(value);
});

test.each([
  'the claim and/or the policy of 2026',
  'see A B Testing and the U S Market',
  // The folder of a command, the letters of other things.
  'sudo: PWD=/srv/app ; COMMAND=make',
  'COMPASS=north',
  'output PW = 12.5',
  'the password of the day is printed on page 4',
  'PNR STATUS',
])('%s holds nobody', (text) => {
  expect(found(text)).toEqual([]);
});
