/** rrweb-player over an hour of as many events: what it takes to open, and to scrub. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { measureFrames, type FrameTimes } from './browser.ts';

const require = createRequire(import.meta.url);
const hourMs = 3_600_000;
const batchMs = 500;
const movesPerBatch = 57;
const rows = 20;

const page = `<!doctype html><link rel="stylesheet" href="/style.css"><div id="root"></div>
<script src="/player.js"></script>`;

/** As rrweb writes it: a full snapshot, pointer positions in batches of half a second, one row of the table rewritten in each, a click each 6 s. */
function makeEvents(): unknown[] {
  let id = 10;
  const text = (textContent: string) => ({ type: 3, id: (id += 1), textContent });
  const cells = Array.from({ length: rows }, (_, row) => {
    const child = text(`Order ${row} customer, North gate, parcel`);
    return {
      node: { type: 2, id: (id += 1), tagName: 'p', attributes: {}, childNodes: [child] },
      textId: child.id,
    };
  });
  const node = {
    type: 0,
    id: 1,
    childNodes: [
      {
        type: 2,
        id: 2,
        tagName: 'html',
        attributes: {},
        childNodes: [
          { type: 2, id: 3, tagName: 'head', attributes: {}, childNodes: [] },
          {
            type: 2,
            id: 4,
            tagName: 'body',
            attributes: {},
            childNodes: cells.map(({ node }) => node),
          },
        ],
      },
    ],
  };
  const events: unknown[] = [
    { type: 4, timestamp: 0, data: { href: 'http://localhost/', width: 1920, height: 1080 } },
    { type: 2, timestamp: 1, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
  for (let at = batchMs; at < hourMs; at += batchMs) {
    const positions = Array.from({ length: movesPerBatch }, (_, move) => ({
      x: 960 + ((at + move) % 600),
      y: 540 + ((at + move) % 300),
      id: 4,
      timeOffset: (move * batchMs) / movesPerBatch - batchMs,
    }));
    const row = cells[(at / batchMs) % rows];
    events.push(
      { type: 3, timestamp: at, data: { source: 1, positions } },
      {
        type: 3,
        timestamp: at + 1,
        data: {
          source: 0,
          texts: [{ id: row?.textId, value: `Order ${at}` }],
          attributes: [],
          removes: [],
          adds: [],
        },
      },
    );
    if (at % 6000 === 0) {
      events.push({ type: 3, timestamp: at + 2, data: { source: 2, type: 2, id: 4, x: 9, y: 9 } });
    }
  }
  return events;
}

export async function rrwebHour(
  browser: Browser,
): Promise<{ readonly openMs: number; readonly far: FrameTimes }> {
  const dist = dirname(require.resolve('rrweb-player'));
  const app = new Hono();
  app.get('/', (context) => context.html(page));
  const script = await readFile(join(dist, 'rrweb-player.umd.min.cjs'), 'utf8');
  app.get('/player.js', (context) =>
    context.body(script, 200, { 'content-type': 'text/javascript' }),
  );
  const style = await readFile(join(dist, 'style.min.css'), 'utf8');
  app.get('/style.css', (context) => context.body(style, 200, { 'content-type': 'text/css' }));
  const events = JSON.stringify(makeEvents());
  app.get('/events', (context) =>
    context.body(events, 200, { 'content-type': 'application/json' }),
  );
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) =>
    resolve(info.port),
  );
  const view = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await view.goto(`http://127.0.0.1:${await port}/`);
    const openMs = await view.evaluate<number>(`(async () => {
      const began = performance.now();
      const events = await (await fetch('/events')).json();
      const Player = window.rrwebPlayer.default ?? window.rrwebPlayer;
      window.player = new Player({
        target: document.querySelector('#root'),
        props: { events, autoPlay: false, showController: true },
      });
      for (;;) {
        const now = await new Promise(requestAnimationFrame);
        const frame = document.querySelector('iframe');
        if (frame?.contentDocument?.querySelector('p')) return now - began;
      }
    })()`);
    const far = await measureFrames(view, async () => {
      await view.evaluate(`(async () => {
        const end = performance.now() + 4000;
        for (let step = 0; performance.now() < end; step += 1) {
          const swing = (1 - Math.cos((step / 120) * Math.PI)) / 2;
          window.player.goto(${hourMs} * (0.02 + 0.96 * swing), false);
          await new Promise(requestAnimationFrame);
        }
      })()`);
    });
    return { openMs, far };
  } finally {
    await view.close();
    server.close();
  }
}
