/**
 * The companion's web server: its local contract and its pages, on 127.0.0.1
 * only, behind the gate. Pages are those of apps/console, as built.
 */
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { refusalToResponse } from '@understudy/protocol';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Companion } from '../companion.ts';
import { CompanionError } from '../error.ts';
import { hasCode } from '../files.ts';
import { createGate } from './gate.ts';
import { createCompanionService } from './service.ts';

export interface ServeOptions {
  readonly token: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** How long an answer may take once the companion ends. */
const answerWithinMs = 3_000;

const pages = join(import.meta.dirname, '..', '..', '..', 'console', 'dist');

/** Nothing but our own files, and no script that stands in a page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @throws CompanionError `portTaken` */
export async function serveCompanion(
  companion: Companion,
  options: ServeOptions,
): Promise<RunningServer> {
  let port = options.port;
  const gate = createGate(options.token, () => port);
  // The gate has checked the token.
  const service = createCompanionService(companion);

  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.res.headers.set('content-security-policy', contentSecurityPolicy);
    context.res.headers.set('x-content-type-options', 'nosniff');
    context.res.headers.set('referrer-policy', 'no-referrer');
    context.res.headers.set('cross-origin-resource-policy', 'same-origin');
    context.res.headers.set('cross-origin-opener-policy', 'same-origin');
  });
  app.all('/v1/*', async (context) => {
    const request = context.req.raw;
    try {
      gate.check(request);
    } catch (error) {
      return refusalToResponse(error);
    }
    const headers = new Headers(request.headers);
    headers.delete('authorization');
    return service.answer(new Request(request, { headers }));
  });
  app.use('/*', serveStatic({ root: pages }));
  // Every other path is one of the pages' own.
  app.get('/*', serveStatic({ root: pages, path: 'me.html' }));

  const server = await listen(app, port);
  port = server.port;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function listen(app: Hono, port: number): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (info: AddressInfo) => {
      resolve({
        port: info.port,
        close: () =>
          new Promise((done) => {
            // Answers that are under way are finished (that of `stop` above all); streams are not.
            const impatient = setTimeout(() => {
              if ('closeAllConnections' in server) server.closeAllConnections();
            }, answerWithinMs);
            server.close(() => {
              clearTimeout(impatient);
              done();
            });
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          }),
      });
    });
    server.on('error', (cause) => {
      reject(hasCode(cause, 'EADDRINUSE') ? portTaken(port, cause) : cause);
    });
  });
}

function portTaken(port: number, cause: unknown): CompanionError {
  return new CompanionError({
    code: 'portTaken',
    message: `Port ${port} of this computer is taken by another program.`,
    remedy: 'Name another one with --port, or leave it out to take any free one.',
    cause,
  });
}
