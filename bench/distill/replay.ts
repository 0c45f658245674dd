/**
 * Replays recorded form tasks on pages that look another way than when they were
 * recorded, by structure and by coordinates alone. The server keeps what was really
 * saved: a replay that says it reached the outcome while something else was saved is a
 * silent wrong outcome.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import {
  createReducer,
  openChromiumWorld,
  profiles,
  verifySession,
  type Action,
  type ReplayWorld,
} from '@understudy/distill';
import type { Box, ElementInfo, RecordingEvent } from '@understudy/recording';
import { startLocalServer } from '@understudy/testkit/local-server';
import { chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const fields = ['Street', 'City', 'Country', 'Note'];
const buttons = ['Cancel', 'Save', 'Save and close', 'Delete'];
const tasks = fields.map((field, index) => ({
  field,
  button: buttons[1 + (index % 2)] ?? 'Save',
  text: `value${index}`,
}));

const variants = [
  { name: '100 %', style: '' },
  { name: '110 % zoom', style: 'zoom:1.1' },
  { name: 'another font', style: 'font:20px monospace' },
  { name: '24 px shift', style: 'padding:24px' },
] as const;

const pageOf = (style: string): string => `<!doctype html><title>Form</title>
<style>body{margin:20px;${style}} input,button{font:inherit} p{margin:6px 0}</style>
${fields.map((label) => `<p><label>${label} <input name="${label}"></label></p>`).join('')}
<p>${buttons.map((name) => `<button type="button">${name}</button>`).join(' ')}</p>
<p id="done"></p>
<script>
for (const button of document.querySelectorAll('button')) button.onclick = async () => {
  const values = [...document.querySelectorAll('input')].map((input) => input.name + '=' + input.value);
  await fetch('/did', { method: 'POST', body: button.textContent + ' ' + values.join(' ') });
  done.textContent = 'Done';
};
</script>`;

async function startSite() {
  let did = '';
  const server = await startLocalServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname === '/reset') did = '';
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html');
      response.end(pageOf(url.searchParams.get('style') ?? ''));
      return;
    }
    did = '';
    request.on('data', (piece: Buffer) => (did += piece.toString()));
    request.on('end', () => response.end());
  });
  return { origin: server.origin, did: () => did, stop: server.close };
}

const place = ({ x, y, width, height }: Box) => ({
  x: Math.round(x + width / 2),
  y: Math.round(y + height / 2),
});

/** The actions of a person who did the task on the page as it first was. */
function record(task: (typeof tasks)[number], boxes: ReadonlyMap<string, Box>): readonly Action[] {
  const events: RecordingEvent[] = [
    { kind: 'display', timeNs: 0, size: { width: 1280, height: 900 }, monitors: [] },
  ];
  let timeNs = 1e9;
  const click = (role: string, name: string): void => {
    const box = boxes.get(name);
    if (box === undefined) throw new Error(`The page has no ${name}.`);
    const facts = { secure: false, editable: role === 'textbox', app: 'chromium' };
    const element: ElementInfo = { role, name, box, ...facts };
    events.push({ kind: 'element', timeNs, relation: 'pointer', element });
    events.push({ kind: 'element', timeNs, relation: 'focus', element });
    for (const pressed of [true, false]) {
      events.push({ kind: 'pointerButton', timeNs, ...place(box), button: 'left', pressed });
      timeNs += 8e7;
    }
    timeNs += 1e9;
  };
  click('textbox', task.field);
  for (const key of task.text) {
    for (const pressed of [true, false]) {
      events.push({ kind: 'key', timeNs, pressed, stroke: { kind: 'known', code: key, key } });
      timeNs += 4e7;
    }
  }
  timeNs += 1e9;
  click('button', task.button);
  const reducer = createReducer(profiles.agentnet);
  return [...reducer.push(events), ...reducer.finish()];
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const site = await startSite();

async function boxesOf(): Promise<ReadonlyMap<string, Box>> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(site.origin);
  const boxes = new Map<string, Box>();
  for (const name of fields) {
    const box = await page.getByLabel(name, { exact: true }).boundingBox();
    if (box !== null) boxes.set(name, box);
  }
  for (const name of buttons) {
    const box = await page.getByRole('button', { name, exact: true }).boundingBox();
    if (box !== null) boxes.set(name, box);
  }
  await page.close();
  return boxes;
}

/** As recorders replay that keep nothing but coordinates. */
function coordinateWorld(url: string): ReplayWorld {
  return {
    open: async () => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${site.origin}/reset`);
      await page.goto(url);
      return {
        do: async (action) => {
          if (action.kind === 'click') await page.mouse.click(action.at.pixel.x, action.at.pixel.y);
          if (action.kind === 'type') await page.keyboard.type(action.text ?? '');
          return 'coordinates';
        },
        isDone: () =>
          page
            .getByText('Done')
            .waitFor({ timeout: 1000 })
            .then(
              () => true,
              () => false,
            ),
        close: () => page.close(),
      };
    },
  };
}

/** Takes note of what was really saved when a replay of all steps ends. */
function noting(world: ReplayWorld, note: (done: boolean, did: string) => void): ReplayWorld {
  let first = true;
  return {
    open: async () => {
      const opened = await world.open();
      return {
        ...opened,
        isDone: async () => {
          const done = await opened.isDone();
          if (first) note(done, site.did());
          first = false;
          return done;
        },
      };
    },
  };
}

async function rate(style: string, by: 'structure' | 'coordinates') {
  const url = `${site.origin}/?style=${encodeURIComponent(style)}`;
  const boxes = await boxesOf();
  const opened = await openChromiumWorld({
    executablePath,
    timeoutMs: 1000,
    withheldText: null,
    url,
    resetUrl: `${site.origin}/reset`,
    outcomes: [{ kind: 'text', text: 'Done' }],
  });
  const world = by === 'structure' ? opened : coordinateWorld(url);
  let passed = 0;
  let silent = 0;
  for (const task of tasks) {
    const values = fields.map((name) => `${name}=${name === task.field ? task.text : ''}`);
    const right = `${task.button} ${values.join(' ')}`;
    const watched = noting(world, (done, did) => {
      if (done && did === right) passed += 1;
      if (done && did !== right) silent += 1;
    });
    const session = createId('session', systemClock, systemRandom);
    await verifySession(session, record(task, boxes), watched, { ablate: false });
  }
  await opened.close();
  return { tasks: tasks.length, passed, silent };
}

try {
  const results = [];
  for (const { name, style } of variants) {
    const structure = await rate(style, 'structure');
    results.push({ name, structure, coordinates: await rate(style, 'coordinates') });
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  await site.stop();
  await browser.close();
}
