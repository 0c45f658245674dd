import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageRecord } from '../../src/page/page-batch.ts';
import { startPageWorld, type PageWorld } from './page-world.ts';

const pages = {
  '/plain': `<!doctype html><title>Plain</title><body style="margin:0">
    <button id="go" style="position:absolute;left:100px;top:100px;width:100px;height:40px">Go on</button>
    <label style="position:absolute;top:200px">City <input id="city" name="city"></label>
    <div id="box" style="position:absolute;top:300px;width:200px;height:100px;overflow:auto"><div style="height:900px">Long</div></div>
    <form id="form" style="position:absolute;top:450px" onsubmit="return false"><select id="pick"><option>One<option>Two</select><button>Send</button></form>
    <dialog id="talk">Sure?</dialog>
    <div id="thing" draggable="true" style="position:absolute;top:550px;left:0;width:50px;height:50px">Thing</div>
    <div id="bin" ondragover="event.preventDefault()" style="position:absolute;top:550px;left:300px;width:50px;height:50px">Bin</div>`,
  '/shadow': `<!doctype html><body style="margin:0"><x-open></x-open><x-closed></x-closed><script>
    for (const mode of ['open', 'closed']) customElements.define('x-' + mode, class extends HTMLElement {
      constructor() { super(); this.attachShadow({ mode }).innerHTML =
        '<div style="height:100px;overflow:auto" id="area"><button style="height:40px">In ' + mode + '</button><input aria-label="Field in ' + mode + '"><p style="height:900px"></p></div>'; }
    });</script>`,
  '/large': `<!doctype html><body style="margin:0"><p id="news" style="margin:0;height:20px">Old</p><div id="list"><i>First</i></div>
    ${'<p>Word <b>word</b> <i>word</i></p>'.repeat(3000)}`,
  '/frames': `<!doctype html><body style="margin:0"><p style="margin:0;height:100px">Above</p>
    <iframe src="THERE/inner" style="border:5px solid;padding:0;width:400px;height:200px;margin-left:50px"></iframe>`,
  '/inner': `<!doctype html><body style="margin:0"><button style="width:100px;height:30px">Within</button>`,
  '/untrusted': `<!doctype html><button id="b">B</button><script>
    setInterval(() => { b.click(); b.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true })); }, 1);</script>`,
};

const ofKind = <Kind extends PageRecord['kind']>(
  records: readonly PageRecord[],
  kind: Kind,
): readonly Extract<PageRecord, { kind: Kind }>[] =>
  records.filter((record): record is Extract<PageRecord, { kind: Kind }> => record.kind === kind);

/** The tree as its reader has it after all records. */
function readTree(records: readonly PageRecord[]) {
  const nodes = new Map(
    ofKind(records, 'snapshot').flatMap(({ nodes }) => nodes.map((node) => [node.id, node])),
  );
  return (id: number | null) => (id === null ? undefined : nodes.get(id));
}

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ pages, clipboard: true });
});
afterAll(() => world.close());

async function recordsOf(
  path: string,
  act: (page: Awaited<ReturnType<PageWorld['open']>>) => Promise<void>,
) {
  const page = await world.open(path);
  await act(page);
  const all = await world.batches();
  const url = page.url();
  await page.close();
  const documents = new Set(
    all
      .filter(({ batch }) =>
        batch.records.some((record) => record.kind === 'page' && record.url === url),
      )
      .map(({ batch }) => batch.document),
  );
  const last = [...documents].at(-1);
  const own = all.filter(({ batch }) => batch.document === last).map(({ batch }) => batch);
  return { records: own.flatMap(({ records }) => records), accounting: own.at(-1)?.accounting };
}

/** Some records are told a little later, so that storms stay calm. */
async function told(wanted: (record: PageRecord) => boolean): Promise<void> {
  await expect.poll(async () => (await world.records()).some(wanted)).toBe(true);
}

test('every position and both halves of a click arrive, with the tree right before it', async () => {
  const { records, accounting } = await recordsOf('/plain', async (page) => {
    await page.mouse.move(50, 50);
    await page.mouse.move(150, 120, { steps: 50 });
    await page.mouse.down();
    await page.mouse.up();
  });
  const places = ofKind(records, 'moves').flatMap(({ points }) => points);
  expect(places).toHaveLength(51);
  expect(places.at(-1)?.slice(1)).toEqual([150, 120]);
  const [press, release] = ofKind(records, 'button');
  expect(press).toMatchObject({ button: 'left', pressed: true, x: 150, y: 120 });
  expect(release).toMatchObject({ button: 'left', pressed: false });
  const at = records.findIndex((record) => record === press);
  expect(records[at - 1]).toMatchObject({ kind: 'snapshot', keyframe: true, complete: true });
  expect(readTree(records)(press?.target ?? null)).toMatchObject({
    role: 'button',
    name: 'Go on',
    css: '#go, html:nth-of-type(1) > body:nth-of-type(1) > button:nth-of-type(1)',
    box: [100, 100, 100, 40],
  });
  expect(accounting).toEqual({ arrived: 53, kept: 53, dropped: {} });
});

test('what changed last is told as it stands, on a page too large to be looked at before each action', async () => {
  const { records } = await recordsOf('/large', async (page) => {
    // All of it was looked at once.
    await world.view();
    await page.mouse.click(300, 60);
    for (const text of ['One', 'Two', 'Three']) {
      await page.evaluate((text) => {
        const [news, list] = ['news', 'list'].map((id) => document.getElementById(id));
        if (news !== null && news !== undefined) news.textContent = text;
        if (list !== null && list !== undefined) list.innerHTML = `<i>${text} item</i>`;
      }, text);
      await page.mouse.click(300, 60);
    }
  });
  const shown = new Map<number, string>();
  const seen: string[][] = [];
  for (const record of records) {
    if (record.kind === 'snapshot') {
      for (const id of record.removed) shown.delete(id);
      for (const { id, role, name } of record.nodes) if (role === 'text') shown.set(id, name);
    }
    if (record.kind === 'button' && record.pressed)
      seen.push([...shown.values()].filter((name) => /^(?:Old|First|One|Two|Three)/u.test(name)));
  }
  expect(seen.map((names) => names.toSorted())).toEqual([
    ['First', 'Old'],
    ['One', 'One item'],
    ['Two', 'Two item'],
    ['Three', 'Three item'],
  ]);
});

test('keys are told with the field that they were typed into', async () => {
  const { records } = await recordsOf('/plain', async (page) => {
    await page.click('#city');
    await page.keyboard.type('Oslo');
  });
  const keys = ofKind(records, 'key').filter(({ pressed }) => pressed);
  expect(keys.map(({ stroke }) => (stroke.kind === 'known' ? stroke.key : null)).join('')).toBe(
    'Oslo',
  );
  expect(readTree(records)(keys[0]?.target ?? null)).toMatchObject({
    role: 'textbox',
    name: 'City',
    label: 'City',
    editable: true,
  });
});

test('what an input method or a picker writes is told as it stands, not key by key', async () => {
  const { records } = await recordsOf('/plain', async (page) => {
    await page.click('#city');
    const session = await page.context().newCDPSession(page);
    const raw = { key: 'Process', code: 'KeyN', windowsVirtualKeyCode: 229 };
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...raw });
    await session.send('Input.imeSetComposition', {
      text: 'に',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'n', code: 'KeyN' });
    await session.send('Input.insertText', { text: '日本' });
    await page.keyboard.insertText('🙂');
    await page.keyboard.type('!');
  });
  const strokes = ofKind(records, 'key').flatMap(({ pressed, stroke }) =>
    pressed ? [stroke] : [],
  );
  expect(strokes).toEqual([
    { kind: 'known', code: '', key: '日' },
    { kind: 'known', code: '', key: '本' },
    { kind: 'known', code: '', key: '🙂' },
    { kind: 'known', code: 'Digit1', key: '!' },
  ]);
});

test('wheels, scrolled areas, changes, submits, dialogues, selections and the clipboard are told', async () => {
  const { records } = await recordsOf('/plain', async (page) => {
    await page.mouse.move(100, 350);
    const sinceMs = Date.now();
    await page.mouse.wheel(0, 240);
    await told((record) => record.kind === 'scroll' && record.top === 240 && record.atMs > sinceMs);
    await page.selectOption('#pick', 'Two');
    await page.click('text=Send');
    // A dialogue that closes before it told its opening tells its end alone.
    await page.evaluate(async () => {
      const dialog = document.querySelector('dialog');
      const told = new Promise((resolve) => {
        dialog?.addEventListener('toggle', resolve, { once: true });
      });
      dialog?.showModal();
      await told;
    });
    await page.keyboard.press('Escape');
    await page.locator('#box div').selectText();
    await page.keyboard.press('Control+C');
  });
  const tree = readTree(records);
  expect(ofKind(records, 'wheel')).toMatchObject([{ dx: 0, dy: -1 }]);
  expect(ofKind(records, 'scroll').at(-1)).toMatchObject({ top: 240 });
  expect(ofKind(records, 'submit')).toHaveLength(1);
  expect(ofKind(records, 'dialog').map(({ open }) => open)).toEqual([true, false]);
  expect(ofKind(records, 'select').some(({ collapsed }) => !collapsed)).toBe(true);
  expect(ofKind(records, 'clipboard')).toMatchObject([{ what: 'copy', value: 'Long' }]);
  expect(tree(ofKind(records, 'submit')[0]?.target ?? null)?.css).toMatch(/^#form,/u);
});

test('a drag is told from its start to its drop, with the positions between', async () => {
  const { records } = await recordsOf('/plain', async (page) => {
    await page.dragAndDrop('#thing', '#bin');
  });
  const drags = ofKind(records, 'drag');
  expect(drags.map(({ phase }) => phase)).toEqual(['start', 'drop', 'end']);
  expect(ofKind(records, 'button').map(({ pressed }) => pressed)).toEqual([true, false]);
});

test('shadow trees, closed ones too, are read and heard', async () => {
  const { records } = await recordsOf('/shadow', async (page) => {
    await page.mouse.click(20, 20);
    await page.mouse.click(20, 120);
    await page.mouse.move(20, 150);
    const sinceMs = Date.now();
    await page.mouse.wheel(0, 120);
    await told((record) => record.kind === 'scroll' && record.top > 0 && record.atMs > sinceMs);
    await page.mouse.click(100, 20);
    await page.keyboard.type('a');
  });
  const tree = readTree(records);
  const presses = ofKind(records, 'button').filter(({ pressed }) => pressed);
  expect(presses.map(({ target }) => tree(target)?.name)).toEqual([
    'In open',
    'In closed',
    'Field in open',
  ]);
  expect(tree(presses[1]?.target ?? null)?.css).toContain('>>>');
  expect(tree(ofKind(records, 'key')[0]?.target ?? null)?.name).toBe('Field in open');
  expect(ofKind(records, 'scroll').some(({ top }) => top > 0)).toBe(true);
});

test('a frame of another origin records itself, and its parent tells where it stands', async () => {
  const page = await world.open('/frames');
  await page.frameLocator('iframe').locator('button').click();
  const batches = await world.batches();
  await page.close();
  const inner = batches.filter(({ batch }) => batch.framePath?.join() === '0');
  const records = inner.flatMap(({ batch }) => batch.records);
  const press = ofKind(records, 'button')[0];
  expect(readTree(records)(press?.target ?? null)).toMatchObject({ name: 'Within' });
  const outer = batches
    .filter(({ batch }) => batch.framePath?.length === 0)
    .flatMap(({ batch }) => batch.records);
  const held = ofKind(outer, 'snapshot').flatMap(({ nodes }) =>
    nodes.flatMap(({ frame }) => frame ?? []),
  );
  expect(held.at(-1)).toEqual({ index: 0, x: 55, y: 105, scale: 1 });
});

test('what a page makes up itself is not recorded', async () => {
  const { records, accounting } = await recordsOf('/untrusted', async (page) => {
    await page.mouse.click(300, 300);
  });
  expect(ofKind(records, 'key')).toHaveLength(0);
  expect(ofKind(records, 'button')).toHaveLength(2);
  expect(accounting).toEqual({ arrived: 3, kept: 3, dropped: {} });
});

test('history and titles are told without query and fragment', async () => {
  const { records } = await recordsOf('/plain', async (page) => {
    await page.evaluate(() => {
      history.pushState({}, '', '/plain/next?token=secret#part');
      document.title = 'Next';
    });
    await told((record) => record.kind === 'page' && record.title === 'Next');
    await page.goBack();
  });
  const facts = ofKind(records, 'page');
  expect(facts.map(({ cause }) => cause)).toEqual(
    expect.arrayContaining(['start', 'push', 'traverse']),
  );
  expect(facts.some(({ url, title }) => url.endsWith('/plain/next') && title === 'Next')).toBe(
    true,
  );
  expect(JSON.stringify(records)).not.toContain('secret');
});

test('while paused nothing is kept, and what arrived is counted', async () => {
  const { records, accounting } = await recordsOf('/plain', async (page) => {
    await world.ask({ kind: 'show', state: 'paused' });
    await page.mouse.click(150, 120);
    await page.keyboard.press('a');
    await world.ask({ kind: 'show', state: 'recording' });
    await page.mouse.move(10, 10);
  });
  expect(ofKind(records, 'button')).toHaveLength(0);
  expect(ofKind(records, 'key')).toHaveLength(0);
  expect(accounting).toEqual({ arrived: 6, kept: 1, dropped: { paused: 5 } });
});
