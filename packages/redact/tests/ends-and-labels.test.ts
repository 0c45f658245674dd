/** Last digits, doors, codes of towns and letters' first lines: what stands behind the words of nine languages. */
import { expect, test } from 'vitest';
import { fitsLabel } from '../src/text/context.ts';
import { detectText } from '../src/text/detect.ts';

const found = (text: string, mode: 'strict' | 'balanced' = 'strict'): string[] =>
  detectText(text, { mode, scope: 'identifying' }).map(({ start, end }) => text.slice(start, end));

test.each([
  ['Your Visa card ending 7731 was charged', '7731'],
  ['The payment goes to the account ending in 0426.', '0426'],
  ['the last four digits of the card are 7731, is that right?', '7731'],
  ['Karte mit den Endziffern 8890 gesperrt', '8890'],
  ['Ihr Konto endet auf 4471', '4471'],
  ['Votre carte se terminant par 3308 expire', '3308'],
  ['Tarjeta terminada en 1174 rechazada', '1174'],
  ['Pas eindigend op 6402 is geblokkeerd', '6402'],
  ['Carta che termina con 9015: rifiutato', '9015'],
  ['Karta kończąca się na 2756 została odrzucona', '2756'],
  ['Cartão terminado em 4083 recusado', '4083'],
  ['Kort som slutar på 5567 är spärrat', '5567'],
  ['kod domofonu 35K9126', '35K9126'],
  ['portkoden är 8814 och', '8814'],
  ['Klingelcode 2208', '2208'],
  ['Numer Służbowy 004417', '004417'],
  ['Matricola 77120, reparto acquisti', '77120'],
  ['I lost my badge (number E-55821) today', 'E-55821'],
  ['im Weberstieg 5 a wohnen', 'Weberstieg 5 a'],
  ['alte mühlgasse 5', 'alte mühlgasse 5'],
  ['komm zur lange nieuw straat 3', 'lange nieuw straat 3'],
  ['Eerste van der Helststraat 7', 'Eerste van der Helststraat 7'],
  ['password = "copy"', 'copy'],
  ['DB_PASSWORD=delete', 'delete'],
  ['MYSQL_ROOT_PASSWORD: Never', 'Never'],
  ['password is never', 'never'],
  ['user: tom password: verify', 'verify'],
  ['Visa card ending 2027 was charged', '2027'],
  ['Passphrase for calls: seven herons at dusk', 'seven herons at dusk'],
  ['Strandvejen 12, 4600 Køge', '4600 Køge'],
  ['password authentication failed for user "svc_margaret"', 'svc_margaret'],
  ['uptime 41 days   logged in as pdevries', 'pdevries'],
  ['Connected to backup-core as LAKEHOUSE\\obrien.t', 'LAKEHOUSE\\obrien.t'],
  ['Angemeldet als khoffmann', 'khoffmann'],
  ['Zalogowany jako nowak7', 'nowak7'],
  ['cupsd[1188]: Job 2207 queued on floor2-colour by "jkiprotich"', 'jkiprotich'],
  ['The zip for the new office is 48750.', '48750'],
  ['noted my license as U62928788557186.', 'U62928788557186'],
  ['The passphrase for the backup is orange kettle seven boats.', 'orange kettle seven boats'],
  ['Wachtwoord: appel tafel regen huis, tot vrijdag', 'appel tafel regen huis'],
  ['write to jana.novakegmail.com today', 'jana.novakegmail.com'],
])('%s: %s is covered', (text, value) => {
  expect(found(text).some((hit) => hit.includes(value))).toBe(true);
});

test.each([
  ['Dear Visa Koistinen,\nthank you', 'Visa Koistinen'],
  ['Dear Summer Field,\nthank you', 'Summer Field'],
])('%s: the whole name is one', (text, name) => {
  expect(found(text)).toContain(name);
});

test('a street ends where its name begins', () => {
  expect(found('sie wohnt im Weberstieg 5 a')).toEqual(['Weberstieg 5 a']);
});

test.each([
  'the year ending 2023, the week ending 12',
  'a story ending in 1945',
  'card ends 2026, Visa card expires ending 2027, account statement ending 2023',
  'the account of the month ending 1203',
  'account for the year ending 2024, number of weeks ending 2024',
  'Zeile 12',
  'running as root, logged in as guest, signed in as a member, connected as usual',
  'order by "customer_id", made by "vite", deleted by "default"',
  'license count 100000, zip code lookup failed 500',
  '07.00 - 17.00, 05/13 - 05/26',
  '2026-11-23 10 51 02',
  'Password: Change',
  'Kennwort: Ändern',
  'Token: Regenerate',
  'PIN: Reset',
  'Mot de passe : Modifier',
  'the passphrase is sent to you by post',
  'the password is stored hashed with salt',
  'user "interface" is not known',
  'zip the folder and attach it, zip file 3 of 4',
  'in 2019, 2021 Annual Report',
  'Dear Customer,\nDear Hiring Manager,\nDear Sir or Madam,',
  'static.cloudeprovider.com and thegmail.com',
])('%s: nothing is covered', (text) => {
  expect(found(text, 'balanced')).toEqual([]);
});

test.each([
  ['Copy', 'API key', false],
  ['Anzeigen', 'Kennwort', false],
  ['Sessions', 'Secret', false],
  ['$ sudo systemctl reload nginx', 'Password', false],
  ['- £ 318.20', 'Credit card number', false],
  ['1,702.30', 'Social Security', false],
  ['21 AUG 12:00', 'Passport', false],
  ['2023 bis 2025', 'Steuernummer', false],
  ['seven herons at dusk', 'Passphrase for calls', true],
  ['copper-tin-9', 'Password', true],
  ['391-55-0418', 'Social Security', true],
])('%s beside "%s" is its value: %s', (text, label, fits) => {
  expect(fitsLabel(text, label)).toBe(fits);
});

test.each([
  ['Member number', 'FM-07731'],
  ['Customer no', '4471920'],
  ['Kundennummer', '88 120 341'],
  ['Mitglieds-Nr.', 'M-20418'],
  ['Numéro de client', 'C204418'],
  ['Número de socio', '118204'],
  ['Lidnummer', '440172'],
  ['Kundnummer', '9912034'],
])('%s: %s may be its value', (label, value) => {
  expect(fitsLabel(value, label)).toBe(true);
});

test.each([
  ['Member number', 'Family, two adults'],
  ['Policy number', 'Pending'],
  ['Customer no', '1,204.50 €'],
  ['Number of members', '412000'],
])('%s: %s is not', (label, value) => {
  expect(fitsLabel(value, label)).toBe(false);
});
