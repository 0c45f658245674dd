import { describe, expect, test } from 'vitest';
import { looseSpans } from '../src/ocr/loose-rules.ts';
import { mergeSpans } from '../src/text/merge.ts';

const foundIn = (text: string): string[] =>
  mergeSpans(looseSpans(text)).map(({ start, end }) => text.slice(start, end));

describe('values by their shape where reading is unsure', () => {
  test.each([
    ['a date', '12-11-24'],
    ['a date that begins with its year', '24-12-31'],
    ['an order', 'order 2024-117'],
    ['a button', 'name="Save As"'],
    ['everyday words behind a number', '12 Step Path'],
    ['a heading', 'Page 3 Product Park'],
    ['a number that counts', '4471 rows'],
    ['an amount', 'US$2500 a month'],
    ['a rule of style', 'width: 10px!important;'],
    ['a firm and a year', 'Total SA 2024'],
    ['an amount with its unit', '$12 1GB'],
    ['a year at the end of a cry', 'See you in 2024!'],
    ['a product', 'iPhone15Pro'],
    ['a chapter and a number', 'see 3.1.2. 4 items'],
    ['a day and a number', '12.11.2024. 14'],
    ['a large amount', '1.250.000'],
    ["a program's property", 'e.target and items.length and file.gradle'],
    ['a host', 'see build.internal or shop.kowalska.pl'],
    ['a file with a year', 'Report_Kowalska_2024.pdf'],
    ['a known word behind login', 'the login is required'],
    ['an article of a shop', 'CN-BW-12'],
    ['an amount behind its currency', 'EUR 466.76'],
    ['a flight', 'TP 1363'],
    ["a register's number in a line", 'Registered No. SC 099 112'],
    ['a ticket', 'see SEC-118'],
    ['a branch', 'git switch fix-login-page-bug'],
    ['what a program ended with', 'the exit code is 1234'],
    ['a code of a year', 'the code was 2024 then'],
    ['an account of everybody in a log', 'user=postgres login=true'],
    ['a year behind an account', 'Account - 2024'],
    ['what was bought by card', 'Card payment to Tesco Stores 3284'],
    ['how large a picture is', 'screen 1920x1080'],
    ['a step with a letter', '2a Next Step'],
    ['a year behind stars', 'see **** 2024 below'],
    ['a firm behind a number with a letter', '4d Vision Court'],
    ['a word with an accent before its colon', 'enquête: 4 of 7'],
  ])('%s is none', (_, text) => {
    expect(foundIn(text)).toEqual([]);
  });

  test.each([
    ['a sort code', '20-47-61', '20-47-61'],
    ["a patient's number", 'KD 114 208', 'KD 114 208'],
    ['who did what a log tells', 'retry=2 user=k.lehtonen ip=1', 'k.lehtonen'],
    ['a post box', 'write to PO Box 2217, Perth', 'PO Box 2217'],
    ['the code of a door', 'the gate takes 4471# at night', '4471#'],
    ['a password with a sign in it', 'log in as ops:Hr!9tzwiebel today', 'Hr!9tzwiebel'],
    ['a password of words and a number', 'wifi is tui&kereru2025.', 'tui&kereru2025'],
    ['a key of which the underscores were not read', 'sk live51MzQe8L', 'sk live51MzQe8L'],
    ['a town in Australia', 'Fortitude Valley BC QLD 4006', 'Fortitude Valley BC QLD 4006'],
    ['a postcode that begins as an amount', 'Chesterfield $40 1UH', '$40 1UH'],
    ['a password that ends with a sign', 'it is sardinha2024! now', 'sardinha2024!'],
    ['a password with a digit for a letter', '"Wint3r-Moss!"', 'Wint3r-Moss!'],
    ['a code in capitals, small letters and digits', 'use bQ7wTz2KxR', 'bQ7wTz2KxR'],
    ['an address of mail whose end was read apart', 'ann@shop. example', 'ann@shop. example'],
    ['an address of mail before a long end', 'ann@shop .example', 'ann@shop .example'],
    ['an address of the net without a stop', 'at 185.199220.14', '185.199220.14'],
    ['an address of the net read apart', 'at 185.12.44. 200', '185.12.44. 200'],
    ['an account by an initial', 'asked c.oduya about it', 'c.oduya'],
    ['an account by two names', 'fadwa.haddad 10:12', 'fadwa.haddad'],
    ['an account by a name and an initial', 'vikram.s:', 'vikram.s'],
    ['an account that is told', 'Her login will be wacheamp and', 'wacheamp'],
    ['a password with a dash and a sign', 'was pg-willow93!stock and', 'pg-willow93!stock'],
    ['a password joined by lines', 'set Zielona_Latarnia_46, then', 'Zielona_Latarnia_46'],
    ['a plate in Italy', '(FX 418 LM)', 'FX 418 LM'],
    ['a plate in the Netherlands', 'Bus N-902-BR', 'N-902-BR'],
    ['a plate in Poland', 'WX 4821K', 'WX 4821K'],
    ['a plate in Sweden', 'ABC 12D', 'ABC 12D'],
    ['a plate in Norway', 'EL 48213', 'EL 48213'],
    ['a plate in Romania', 'B 123 ABC', 'B 123 ABC'],
    ['a phrase of words', 'phrase = "otter-bramble-sixteen-mast"', 'otter-bramble-sixteen-mast'],
    ['a recovery code', 'b4kx-92mq', 'b4kx-92mq'],
    ['a name in a log', 'name="Estêvão Quaresma" plan=3', 'Estêvão Quaresma'],
    ['a name with a particle in a log', 'customer="William da Costa" code=51', 'William da Costa'],
    ['a street by a word of other things', 'Kärntner Ring 19/7', 'Kärntner Ring 19/7'],
    ['a house in a row', '3 Quarry Cottages, Mill Road', '3 Quarry Cottages'],
    ['a lane', '14 venelle des Trois Avocats', '14 venelle des Trois Avocats'],
    ['a house with a letter', 'at 2a Market Passage, second bell', '2a Market Passage'],
    ['the end of a card behind dots', 'Visa •••• 4202', '•••• 4202'],
    ['the end of a card behind dots that were read as letters', 'Visa ssee 4202', 'ssee 4202'],
    ['the ends of a card', 'Visa 4539 +»+. +++e 4578', '4539 +»+. +++e 4578'],
    ['the end of a card behind a letter', 'card x4471', 'x4471'],
    ['the end of a card behind a stop', 'Mastercard …4471', '…4471'],
    ['the end of a card in a file', '"last4": "4578"', '4578'],
    ['who is logged in, the sign misread', 'wrenĝplum:~/src$ ls', 'wren'],
    ['and with a blank before the folder', 'wrenĝplum: /src$ ls', 'wren'],
    ['what opens a lock', 'the code was 0652 last time', '0652'],
    ['who is logged in by a window’s title', 'wrenêplum-db-2:', 'wren'],
    ['who asked a database', '[9122] wrenēledger ERROR: none', 'wren'],
  ])('%s is found', (_, text, value) => {
    expect(foundIn(text)).toEqual([value]);
  });

  test.each([
    ['a letter for a digit', 'deploy@l0.14.0.27', 'l0.14.0.27'],
    ['a letter at its end', 'at 10.14.0.2l', '10.14.0.2l'],
    ['a letter behind a blank', 'at 185.12.44. l00', '185.12.44. l00'],
    ['a letter beside its digit', 'at 1l72.19.40.6:5432', '1l72.19.40.6'],
  ])('an address of the net is sure with %s', (_, text, value) => {
    const sure = looseSpans(text).filter(({ confidence }) => confidence >= 0.9);
    expect(sure.map(({ start, end }) => text.slice(start, end))).toEqual([value]);
  });

  test.each([
    ['wren@plum:~/src$ ls', 'wren', 0.9],
    ['deploy@web-2: /var/log', 'deploy', 0.6],
  ])('a prompt tells who is logged in: %s', (text, account, confidence) => {
    const [span] = looseSpans(text);
    expect(span).toMatchObject({ kind: 'handle', start: 0, end: account.length, confidence });
  });
});

test('who logs in with a password beside it is found, whatever the account is', () => {
  expect(foundIn('as user harbour, password it is')).toEqual(['harbour']);
  expect(foundIn('account: harbour / password')).toEqual(['harbour']);
  expect(foundIn('as user root, password it is')).toEqual([]);
  expect(foundIn('the user name and password it is')).toEqual([]);
});

test('a password at an address of the net is found, whatever of the scheme was read', () => {
  expect(foundIn('redis: //cache:Xk7wq-12 @10.20.4.11')).toEqual(['cache:Xk7wq-12', '10.20.4.11']);
  expect(foundIn('at 10:02 10.20.4.11')).toEqual(['10.20.4.11']);
});

test('who logs in at an address of the net is found beside it, if it is somebody', () => {
  expect(foundIn('ssh krone_m@84.187.20.115')).toEqual(['krone_m', '84.187.20.115']);
  expect(foundIn('ssh root@84.187.20.115')).toEqual(['84.187.20.115']);
  expect(foundIn('ssh r00t@84.187.20.115')).toEqual(['84.187.20.115']);
});
