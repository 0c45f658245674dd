/**
 * The console's built pages beside the routes: read once at the start, so that
 * no request ever names a path on the disk, under a policy that lets a page
 * run nothing but these files and talk to nobody but this server.
 */
import type { Service } from '@understudy/protocol';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

/** The service, and at every other address the console; the service alone where nothing is built. */
export async function withConsole(
  service: Service,
  options: { readonly distDir: string; readonly index: string },
): Promise<Service> {
  const files = await readFiles(options.distDir);
  const index = files.get(`/${options.index}`);
  if (index === undefined) return service;
  return {
    answer: async (request, remote) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/v1/') || (request.method !== 'GET' && request.method !== 'HEAD')) {
        return service.answer(request, remote);
      }
      // Any other address is one of the console's own pages, which its script shows.
      const file = files.get(pathname) ?? index;
      return fileToResponse(file, pathname.startsWith('/assets/') && file !== index);
    },
  };
}

function fileToResponse({ bytes, mediaType }: PageFile, hashedName: boolean): Response {
  return new Response(bytes, {
    headers: {
      'content-type': mediaType,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self)',
      'cache-control': hashedName ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

async function readFiles(distDir: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const entries = await readdir(distDir, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const mediaType = mediaTypes[extname(entry.name)];
    if (!entry.isFile() || mediaType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = new Uint8Array(await readFile(path));
    files.set(path.slice(distDir.length).replaceAll('\\', '/'), { bytes, mediaType });
  }
  return files;
}
