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
  ['pass = copper tulip seven', 'copper tulip seven'],
  ['the password is now kestrel', 'kestrel'],
  ['the guest pw is blue-kettle-forty', 'blue-kettle-forty'],
  ['la clave del almacén es 4471', '4471'],
  ['PIN für den Schrank ist 8830', '8830'],
  ['The old safe code was 7719#', '7719#'],
  ['jdbc:oracle:thin:scottm/tigerlily@db1:1521/ORCL', 'scottm/tigerlily'],
  ['bleep 2291 if it fails', '2291'],
  ['ring ext 4417', '4417'],
  ['call me on x4417', '4417'],
  ['Durchwahl 2218', '2218'],
  ['toestel 3381', '3381'],
  ['anknytning 5521', '5521'],
  ['Acc no K4471902 merged', 'K4471902'],
  ['zijn polis P8821904', 'P8821904'],
  ['kenteken GB-482-T', 'GB-482-T'],
  ['Vehicle registration: KX19 FJV', 'KX19 FJV'],
  ['Vehicle registration BD\n68 SMR Make', 'BD\n68 SMR'],
  // No instants and no numbers of things, whatever signs they share with those.
  ['chat=1512345678', '1512345678'],
  ['contact_date: 1512345678', '1512345678'],
  ['serial=SN-4471-8892', 'serial=SN-4471-8892'],
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
  'the password is case-sensitive',
  'the password is now expired',
  'the status code is 4041 and the door code is asked for',
  'mounted as ext 4 on x64',
  'mint=1763660000000 maxt=1763667200000',
  'payment.capture order=ORD-99182 status=ok',
])('%s holds nobody', (text) => {
  expect(found(text)).toEqual([]);
});
