import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contextFamilies, secretFamilies } from '../src/secrets/families.ts';
import { familyRules } from '../src/secrets/family-rules.ts';
import { templateToSample } from '../src/secrets/template.ts';
import { tokenize } from '../src/tagger/token.ts';
import { detectText } from '../src/text/detect.ts';
import type { Span } from '../src/span.ts';
import { createRuleSet } from '../src/text/rule-set.ts';

const listed = new URL('../../../../shared/data/pii/secret-families.tsv', import.meta.url);

const contextSamples: Readonly<Record<string, string>> = {
  'curl-auth-header': `curl -H "Authorization: Bearer q7Zr2XkW9bT4nV6c" https://api.test/x`,
  'curl-auth-user': `curl -u "robot:q7Zr2XkW9bT4" https://api.test/x`,
  'generic-api-key': `api_key = "q7Zr2XkW9bT4nV6cM1dF"`,
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.q7Zr2XkW9bT4nV6cM1dF8hS5jY3pE0uLgAq',
  'kubernetes-secret-yaml':
    'kind: Secret\nmetadata:\n  name: x\ndata:\n  password: cTdaclhrVzliVDQ=\n',
  'microsoft-teams-webhook':
    'https://acme.webhook.office.com/webhookb2/3f2b8c1d-94a7-4e60-b5d2-7c18e09fa643@3f2b8c1d-94a7-4e60-b5d2-7c18e09fa643/IncomingWebhook/q7zr2xkw9bt4nv6cm1df8hs5jy3pe0ul/3f2b8c1d-94a7-4e60-b5d2-7c18e09fa643',
  'nuget-config-password': '<add key="ClearTextPassword" value="q7Zr2XkW9b" />',
  'private-key':
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAq7Zr2XkW9bT4nV6c\n-----END RSA PRIVATE KEY-----',
  'sidekiq-sensitive-url': 'https://a7f3029b:d6e1c84a@gems.contribsys.com/',
};

const findSecrets = createRuleSet(familyRules);
const spansOfSecrets = (text: string): Span[] => findSecrets(text, tokenize(text));

describe('families of credentials', () => {
  const samples = secretFamilies.flatMap(({ family, forms, labels, values }) => [
    ...(forms ?? []).map((form): [string, string, string] => [
      family,
      templateToSample(form),
      templateToSample(form),
    ]),
    ...(values ?? []).flatMap((value) =>
      (labels ?? []).map((label): [string, string, string] => {
        const sample = templateToSample(value);
        return [family, sample, `${label}_key = "${sample}"`];
      }),
    ),
  ]);

  test.each(samples)('%s is found whole: %s', (family, sample, text) => {
    const wrapped = `before ${text} after`;
    const at = wrapped.indexOf(sample);
    expect(spansOfSecrets(wrapped).map(({ rule }) => rule)).toContain(`secret.${family}`);
    const spans = detectText(wrapped, { mode: 'balanced' });
    expect(spans.some(({ start, end }) => start <= at && end >= at + sample.length)).toBe(true);
  });

  test.each(Object.entries(contextSamples))('%s is found by the text around it', (_, text) => {
    expect(detectText(text, { mode: 'balanced' }).some(({ kind }) => kind === 'secret')).toBe(true);
  });

  test.skipIf(!existsSync(listed))('each family of the list has a pattern', () => {
    const names = readFileSync(listed, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => line.split('\t', 1))
      .filter((name) => name !== '');
    const known = new Set([...secretFamilies.map(({ family }) => family), ...contextFamilies]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(contextSamples).toSorted()).toEqual(contextFamilies.toSorted());
  });

  test.each([
    'the quick brown fox jumps over the lazy dog',
    'Order #1042 for 3 blue chairs',
    'meeting at 10:30 in room 4',
    'see section 2.3.1 of the specification',
    'const total = items.length * price;',
    'Heroku: deploys went well',
    'v1.0.3-beta',
  ])('a plain text has none: %s', (text) => {
    expect(spansOfSecrets(text)).toEqual([]);
  });
});
if (!existsSync(listed))
  console.warn('secret-families.tsv is not there: the test against the list is skipped.');

describe('what is said with no colon', () => {
  test.each([
    ['wifi for guests, pw tangerine-Fog-41 until Monday', 'tangerine-Fog-41'],
    ['try Walnut7harbor! now', 'Walnut7harbor!'],
    ['I have set to Spring!Rain2209 for today', 'Spring!Rain2209'],
    ['type password Walnut7harbor! now', 'Walnut7harbor!'],
    ['wifi pw P@ssw0rd!23 upstairs', 'P@ssw0rd!23'],
    ['pw 7Harbor!walnut', '7Harbor!walnut'],
    ['Gate code 4482#, beware of the dog', '4482#'],
    ['the key safe by the back door, code 7719', '7719'],
    ['2e étage, digicode 84B19', '84B19'],
    ["the vault code changed btw, it's 7719 until Friday", '7719'],
    ['il codice del cancello è 2580', '2580'],
    ['login ok session=9f3c1b77e2d04a6c', '9f3c1b77e2d04a6c'],
    ['session_id: 8f3a.9b2c.1d4e.77aa.', '8f3a.9b2c.1d4e.77aa'],
    ['connect.sid=s%3AaBcd1234efgh5678.qwErty9876; path', 's%3AaBcd1234efgh5678.qwErty9876'],
  ])('%s', (text, value) => {
    const found = detectText(text, { mode: 'balanced' }).filter(({ kind }) => kind === 'secret');
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([value]);
  });

  test.each([
    'try version-2.4.1 now',
    'it is now 25%',
    'the region is set to eu-west-1 now',
    'try Ubuntu-22 or utf-8',
    'changed to 2024-03-01 by the build',
    'error code 4482 at the gate',
    'the building code, revised in 2019 and 2022',
    'session: planning-the-next-one',
  ])('is none: %s', (text) => {
    expect(detectText(text, { mode: 'balanced' }).filter(({ kind }) => kind === 'secret')).toEqual(
      [],
    );
  });
});

test.each([
  ['export PGPASSWORD=hunter2xA', 'hunter2xA'],
  ['Key9=hunter2hunter', 'Key9=hunter2hunter'],
  ['CONTENT=aB3456789', 'CONTENT=aB3456789'],
])(
  '%s: the name of a setting that calls its value secret is left, no password with "=" in it',
  (text, value) => {
    const found = detectText(text, { mode: 'strict' }).filter(({ kind }) => kind === 'secret');
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([value]);
  },
);

describe('what is quoted behind its label', () => {
  test.each([
    ['with the password "Sunshine" today', 'Sunshine'],
    ['the passphrase “ripple canyon orbit velvet”', 'ripple canyon orbit velvet'],
    ['mit dem Passwort „Sonne-Mond-17“ an', 'Sonne-Mond-17'],
    ['le mot de passe « bleu Canard »', 'bleu Canard'],
    ["with the access code 'X9-44q'", 'X9-44q'],
  ])('%s', (text, value) => {
    const [span] = detectText(text, { mode: 'balanced' }).filter(({ kind }) => kind === 'secret');
    expect(text.slice(span?.start, span?.end)).toBe(value);
  });

  test('is left where it is what a key or a code is called', () => {
    expect(detectText('press the key "Return"', { mode: 'balanced' })).toEqual([]);
  });
});
