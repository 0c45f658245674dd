import { existsSync } from 'node:fs';
import { startLocalServer } from '@understudy/testkit/local-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createReducer,
  openChromiumWorld,
  profiles,
  verifySession,
  type Action,
  type Outcome,
  type QualityRecord,
} from '../src/index.ts';
import { element, script, type Script } from './script.ts';
import { sessionId } from './session.ts';

const executablePath = '/usr/bin/chromium';
const hasChromium = existsSync(executablePath);
if (!hasChromium) console.warn('skipped: replay, Debian’s Chromium is absent');

/** A form that says what it saved; `style` moves and scales it, `ids` are for CSS. */
const pageOf = (style: string): string =>
  `data:text/html,${encodeURIComponent(`<!doctype html><body style="margin:40px;${style}">
<label>City <input id="city"></label>
<button type="button" id="noise">Help</button>
<button type="button" id="save" onclick="done.textContent = 'Saved ' + city.value">Save</button>
<p id="done"></p>`)}`;

/** The recording's desktop shows the page 10 px to the right and 80 px down. */
const city = { ...element('City', { x: 80, y: 120, width: 150, height: 20 }, 'entry') };
const help = { ...element('Help', { x: 240, y: 120, width: 50, height: 20 }, 'push button') };
const save = { ...element('Save', { x: 295, y: 120, width: 50, height: 20 }, 'push button') };

/** Pages that come a while after they were asked for. */
const startSite = (pages: Readonly<Record<string, string>>) =>
  startLocalServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    response.setHeader('content-type', 'text/html');
    setTimeout(() => response.end(pages[pathname] ?? ''), pathname === '/' ? 0 : 250);
  });

function actionsOf(work: Script): readonly Action[] {
  const reducer = createReducer(profiles.agentnet);
  return [...reducer.push(work.events), ...reducer.finish()];
}

function fillIn(): Script {
  const work = script().display(1280, 1000).element('pointer', city).wait(300).click(100, 130);
  work.wait(900).element('focus', city).type('ulm').wait(500);
  work.element('pointer', help).wait(300).click(250, 130).wait(900);
  return work;
}
const wholeTask = (): Script => fillIn().element('pointer', save).wait(300).click(300, 130);

/** The control of each verdict waits in vain for as long: a time-out is the only way to know. */
const controlMs = 3000;
/** For what comes in the end, however slow the machine; nothing waits so long. */
const patientMs = 20_000;

describe.skipIf(!hasChromium)('a session replayed in a fresh browser', () => {
  let world: Awaited<ReturnType<typeof openChromiumWorld>>;
  const open = (
    url: string,
    text: string,
    withheldText: string | null = null,
    timeoutMs = controlMs,
  ) =>
    openChromiumWorld({
      url,
      outcomes: [{ kind: 'text', text }],
      executablePath,
      timeoutMs,
      withheldText,
    });
  beforeAll(async () => {
    world = await open(pageOf(''), 'Saved ulm');
  });
  afterAll(() => world.close());

  const verify = (
    actions: readonly Action[],
    over: { ablate?: boolean } = {},
    where = world,
  ): Promise<QualityRecord> =>
    verifySession(sessionId(1), actions, where, { ablate: false, ...over });

  it('fails when the outcome is not there', async () => {
    const record = await verify(actionsOf(fillIn()));
    expect(record).toMatchObject({
      verdict: 'failed',
      reasons: ['all steps were done, and the outcome is not there'],
    });
  });

  it('chooses in a list by its words and sets a date, and knows what cannot be chosen', async () => {
    const form = await open(
      `data:text/html,${encodeURIComponent(`<!doctype html><body>
        <label>Land <select id="land"><option>Norway<option>Peru</select></label>
        <label>Day <input id="day" type="date"></label>
        <button onclick="done.textContent = land.value + day.value">Save</button><p id="done"></p>`)}`,
      'Peru2026-11-22',
    );
    const box = { x: 0, y: 0, width: 1, height: 1 };
    const land = element('Land', box, 'combobox');
    const day = element('Day', box, 'textbox');
    const choose = (what: string) =>
      actionsOf(
        script()
          .display(1280, 1000)
          .element('pointer', land)
          .click(0, 0)
          .wait(900)
          .choose(land, what)
          .wait(900)
          .choose(day, '2026-11-22')
          .wait(900)
          .element('pointer', save)
          .click(300, 130),
      );
    try {
      expect(await verify(choose('Peru'), {}, form)).toMatchObject({ verdict: 'verified' });
      expect(await verify(choose('Chile'), {}, form)).toMatchObject({
        verdict: 'failed',
        reasons: ['step 1 (choose) could not be done'],
      });
    } finally {
      await form.close();
    }
  });

  it('fails at a step whose control is nowhere and that nothing places', async () => {
    const gone = element('Order', { x: 1, y: 1, width: 9, height: 9 }, 'push button');
    const record = await verify(
      actionsOf(script().display(1280, 1000).element('pointer', gone).click(2, 2)),
    );
    expect(record).toMatchObject({
      verdict: 'failed',
      reasons: ['step 0 (click) could not be done'],
    });
  });

  it.each([
    ['F13', fillIn().tap('F13', 'F13')],
    ['the button of the mouse that turns pages', fillIn().click(60, 130, 'back')],
  ])('fails at a key that pages do not have: %s', async (_name, work) => {
    const record = await verify(actionsOf(work));
    expect(record).toMatchObject({
      verdict: 'failed',
      reasons: ['step 3 (press) could not be done'],
    });
  });

  it('is void when the outcome is there without the last step too', async () => {
    const always = await open(pageOf(''), 'Help');
    try {
      expect(await verify(actionsOf(wholeTask()), {}, always)).toMatchObject({ verdict: 'void' });
    } finally {
      await always.close();
    }
  });

  it('is verified by structure, and the step that changes nothing is marked', async () => {
    const record = await verify(actionsOf(wholeTask()), { ablate: true });
    expect(record.verdict).toBe('verified');
    expect(record.steps.map(({ kind, by, redundant }) => [kind, by, redundant])).toEqual([
      // Typing finds its field by itself, so the click into it is redundant too.
      ['click', 'structure', true],
      ['type', 'structure', false],
      ['click', 'structure', true],
      ['click', 'structure', null],
      ['terminate', 'time', null],
    ]);
  });

  it.each([
    ['at 110 % zoom', 'zoom:1.1'],
    ['in another font', 'font:24px monospace'],
    ['shifted by 24 px', 'padding:24px'],
  ])('is verified %s', async (_name, style) => {
    const changed = await open(pageOf(style), 'Saved ulm');
    try {
      const record = await verify(actionsOf(wholeTask()), {}, changed);
      expect(record).toMatchObject({ verdict: 'verified' });
      expect(record.steps.filter(({ by }) => by === 'coordinates')).toEqual([]);
    } finally {
      await changed.close();
    }
  });

  it('finds what has no name by coordinates, carried over from what had one, and says so', async () => {
    const work = fillIn().element('pointer', null).wait(300).click(310, 131);
    const record = await verify(actionsOf(work));
    expect(record.steps.map(({ by }) => by)).toContain('coordinates');
    expect(record.verdict).toBe('verified');
    expect(record.reasons).toContain('1 steps were found by coordinates only');
  });

  it('needs a stand-in for typing that was withheld', async () => {
    const secret = script().display(1280, 1000).element('focus', city).withheld(3).wait(500);
    const actions = actionsOf(secret.element('pointer', save).wait(300).click(300, 130));
    expect(await verify(actions)).toMatchObject({
      verdict: 'failed',
      reasons: ['step 0 (type) could not be done'],
    });
    const knowing = await open(pageOf(''), 'Saved ulm', 'ulm');
    try {
      expect(await verify(actions, {}, knowing)).toMatchObject({ verdict: 'verified' });
    } finally {
      await knowing.close();
    }
  });

  it.each([
    ['a link', '<a href="/two">Next</a>', 'link'],
    ['a form', '<form action="/two"><button>Next</button></form>', 'push button'],
    [
      'an answer of the server',
      "<button onclick=\"fetch('/slow').then(() => (location.href = '/two'))\">Next</button>",
      'push button',
    ],
  ])(
    'goes on with the page that %s leads to, not with the same field of the one before',
    async (_name, next, role) => {
      const slow = await startSite({
        '/': `<label>City <input></label> ${next}`,
        '/slow': '',
        '/two': decodeURIComponent(pageOf('').slice('data:text/html,'.length)),
      });
      const elsewhere = await open(`${slow.origin}/`, 'Saved ulm', null, patientMs);
      try {
        const work = script().display(1280, 1000);
        work
          .element('pointer', element('Next', save.box, role))
          .wait(300)
          .click(300, 130);
        work.wait(900).element('focus', city).type('ulm').wait(500);
        work.element('pointer', save).wait(300).click(300, 130);
        const opened = await elsewhere.open();
        for (const action of actionsOf(work)) await opened.do(action);
        expect(await opened.isDone()).toBe(true);
      } finally {
        await elsewhere.close();
        await slow.close();
      }
    },
  );

  it.each<[string, Outcome, string]>([
    ['the address', { kind: 'url', url: 'null*/html,*' }, 'verified'],
    ['another address', { kind: 'url', url: 'https://*' }, 'failed'],
    ['what a field holds', { kind: 'field', label: 'City', value: 'ulm' }, 'verified'],
    ['what a field does not hold', { kind: 'field', label: 'City', value: 'Ulm' }, 'failed'],
  ])('is checked by %s', async (_name, outcome, verdict) => {
    const saved: Outcome = { kind: 'text', text: 'Saved ulm' };
    const options = { executablePath, timeoutMs: controlMs, withheldText: null };
    const both = await openChromiumWorld({
      ...options,
      url: pageOf(''),
      outcomes: [saved, outcome],
    });
    try {
      expect(await verify(actionsOf(wholeTask()), {}, both)).toMatchObject({ verdict });
    } finally {
      await both.close();
    }
  });
});
