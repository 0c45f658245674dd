import { expect, test } from 'vitest';
import { originOfDownload } from './downloads.ts';

const page = 'https://shop.example/orders';
const file = 'https://files.example/17.pdf';

test.each([
  ['the page, wherever the file lies', { referrer: page, finalUrl: file, url: file }, page],
  ['the file, where no page is told', { referrer: '', finalUrl: file, url: page }, file],
  [
    'its address, where the browser tells no last one',
    { referrer: '', finalUrl: '', url: file },
    file,
  ],
  ['the page that made it', { referrer: '', finalUrl: `blob:${page}/1`, url: '' }, page],
])('a download is of %s', (_name, item, from) => {
  expect(originOfDownload(item)).toBe(new URL(from).origin);
});

test('what has no address is of none', () => {
  const data = 'data:text/plain,x';
  expect(originOfDownload({ referrer: '', finalUrl: data, url: data })).toBe('null');
  expect(originOfDownload({ referrer: 'page', finalUrl: file, url: file })).toBeNull();
});
