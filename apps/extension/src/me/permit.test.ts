import { expect, test } from 'vitest';
import { programToPermissions } from './permit.ts';

const program = {
  apps: [
    { app: 'mousepad', origins: null },
    { app: 'chromium', origins: ['https://a.example', 'http://127.0.0.1:7414'] },
    { app: 'firefox', origins: ['https://a.example'] },
  ],
};
const sites = ['https://a.example/*', 'http://127.0.0.1:7414/*'];

test.each([
  ['motion', { origins: sites, permissions: [] }],
  ['actions', { origins: sites, permissions: ['downloads'] }],
  ['text', { origins: sites, permissions: ['downloads'] }],
  ['screen', { origins: [...sites, '<all_urls>'], permissions: ['downloads'] }],
] as const)('up to %s the browser is asked for no more than that needs', (tier, asked) => {
  expect(programToPermissions(program, tier)).toEqual(asked);
});

test('for a program without sites it is asked for nothing, also not for pictures', () => {
  const { apps } = program;
  expect(programToPermissions({ apps: apps.slice(0, 1) }, 'screen').origins).toEqual([]);
});
