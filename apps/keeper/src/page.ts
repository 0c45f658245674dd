/**
 * The keeper's own page: lockdown and resume by passkey with the vault down.
 * Files of the console's build only, by exact name, under a strict CSP.
 */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'console', 'dist');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** The answer, or null where the request is not for the page. Attacker-controlled: the path. */
export async function readPage(request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  const name = pathname === '/' ? 'keeper.html' : pathname.slice(1);
  const known = name === 'keeper.html' || name === 'mark.svg' || /^assets\/[\w.-]+$/.test(name);
  const type = types[extname(name)];
  if (request.method !== 'GET' || !known || type === undefined) return null;
  try {
    const bytes = await readFile(join(folder, name));
    return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': type } });
  } catch {
    // Not built here: the contract's own answer for what is missing follows.
    return null;
  }
}
