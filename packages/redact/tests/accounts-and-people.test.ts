/** Who did it: names of accounts, and names by what stands beside them in letters and logs. */
import { describe, expect, test } from 'vitest';
import { createTextRedactor } from '../src/index.ts';
import { detectText } from '../src/text/detect.ts';
import { seededRandom } from './world.ts';

const found = (text: string): string[] =>
  detectText(text, { mode: 'strict', scope: 'identifying' }).map(({ start, end }) =>
    text.slice(start, end),
  );

describe("people's accounts are covered", () => {
  test.each([
    ['owners:\n  - j_petrenko\n  - platform', 'j_petrenko'],
    ['tgreaves:x:1004:1004:,,,:/srv:/bin/bash', 'tgreaves'],
    ['dkovacs commented 2 days ago: nit', 'dkovacs'],
    ['owners:\n- mqureshi\n- ci', 'mqureshi'],
    ['signed off: mqureshi, j.ferrant', 'j.ferrant'],
    ['on call: tomasz.k', 'tomasz.k'],
    ['cc @maria/@tom', '@maria'],
    ['cc @maria/@tom', '@tom'],
    ['@olu_adeyemi/done', '@olu_adeyemi'],
    ['add @maria/next to it', '@maria'],
    ['j-oyelowo requested changes', 'j-oyelowo'],
    // One stand-in for all of it: none for the name in it alone.
    ['take it from @p.adeyemi tonight', '@p.adeyemi'],
    ['DB_USERNAME=annika.berg', 'annika.berg'],
    ['last changed by maria_lopez', 'maria_lopez'],
    ['lunch ordered by anna_berg on 12 May', 'anna_berg'],
    ['the last order by k_tanaka is on its way', 'k_tanaka'],
    ['studio-4:~ jqz$ ls -la', 'jqz'],
  ])('%j: %s', (text, account) => {
    expect(found(text)).toContain(account);
  });

  test.each([
    'username: admin',
    'USER=root',
    'sudo: deploy : TTY=pts/0',
    'ssh postgres@db-1 uptime',
    'cd /home/runner/work',
    'www-data:x:33:33::/var/www:/usr/sbin/nologin',
    'deploy:x:1001:1001::/srv:/bin/sh',
    'const m_value = x_train + i_count;',
    'nobody commented on it',
    'e.g. the window.onload of a.href and async code',
    'made in Portugal',
    'select id from visits order by last_visit desc',
    'select count(*) from visits group by region_code',
    'row_number() over (partition by cust_id)',
    'order by last_visit desc',
  ])('%j holds no account of anybody', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('names are covered', () => {
  test.each([
    ['Bitte nicht weitergeben. Gruß, Uwe', 'Uwe'],
    ['we meet at noon\nKind regards\nOdile', 'Odile'],
    ['Co-authored-by: Wei-Ting Hsu <wth@mailhost.dev>', 'Wei-Ting Hsu'],
    ['la pratica del dott. Ruggero Sala', 'dott. Ruggero Sala'],
    ['bel mevrouw Van Oosterwijck terug', 'mevrouw Van Oosterwijck'],
    ['Servus Uwe', 'Uwe'],
    ['ask Imo about it', 'Imo'],
    ['photo by RobBanks, edited by hand', 'RobBanks'],
    ['First name Sol Last name Quist', 'Sol'],
    ['Tilldelad: Love', 'Love'],
    // A word of menus may be a family's name.
    ['Nadia Fertig signed it', 'Nadia Fertig'],
    ['Mr Lieu called back', 'Mr Lieu'],
    ['From: Kosz', 'Kosz'],
    // All that the tagger knows of it, not the first word behind its label.
    ['Prénom Jean Luc\nAge 4', 'Jean Luc'],
    ['const admin = { name: "Zuleika Farrow", role: 1 };', 'Zuleika Farrow'],
  ])('%j: %s', (text, name) => {
    expect(found(text)).toContain(name);
  });

  test.each([
    'To: Accounts',
    'see above, thanks,\nSupport Team',
    'Bonjour, la salle est prise',
    'First name Last name Email Phone',
    'First name Required',
    'Owner: Platform Team',
    'Approved by: Change Board',
    '{"name": "Blue Kettle"}',
  ])('%j names nobody', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what code names and marks is nobody', () => {
  test.each([
    'it calls someAsyncTask, then a TextEncoder and SourceMapGenerator',
    'npm install @types/node',
    '"@types/node": "24"',
    '@returns {string} value\n@ts-expect-error',
    '@Injectable() @Entity()',
    'the Prometheus scrape, the GraphQL schema',
  ])('%j holds nobody', (text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ['written with MaryLong last week', 'MaryLong'],
    ['a note of LeBron on it', 'LeBron'],
    ['ask @olu_adeyemi about it', '@olu_adeyemi'],
  ])('%j: %s may be somebody', (text, value) => {
    expect(found(text)).toContain(value);
  });
});

test.each(['met Panu Virtanen', 'Sig Hansen came', 'Dona Perez called', 'Ing Chen is back'])(
  '%s: who is named as a title is called is no title',
  (text) => {
    for (const mode of ['strict', 'balanced'] as const) {
      const clean = createTextRedactor({ mode, random: seededRandom(1) }).redact(text).text;
      expect(clean).not.toMatch(/Panu|Sig|Dona|Ing|Virtanen|Hansen|Perez|Chen/u);
    }
  },
);
