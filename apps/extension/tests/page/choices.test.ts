import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PageRecord } from '../../src/page/page-batch.ts';
import { startPageWorld, type PageWorld } from './page-world.ts';

const pages = {
  '/form': `<!doctype html><body style="margin:0">
    <select id="land" aria-label="Land"><option>Norway<option>Oman<option>Peru</select>
    <select id="code" aria-label="Code" data-private><option>1111<option>2222</select>
    <select id="many" aria-label="Many" multiple><option>One<option>Two<option>Three</select>
    <label>Day <input id="day" type="date" value="2026-11-20"></label>
    <label>Papers <input id="papers" type="file" multiple></label>
    <div id="bin" style="width:200px;height:80px">Bin</div><script>
      for (const kind of ['dragover', 'drop']) bin.addEventListener(kind, (event) => event.preventDefault());
    </script>`,
  '/address': `<!doctype html><form><input name="fname" autocomplete="given-name" aria-label="First name">
    <input name="city" autocomplete="address-level2" aria-label="City">
    <input name="country" autocomplete="country" aria-label="Country"></form>`,
  '/card': `<!doctype html><form><input name="number" autocomplete="cc-number" aria-label="Number">
    <input name="owner" autocomplete="cc-name" aria-label="Owner">
    <input name="month" autocomplete="cc-exp-month" aria-label="Month">
    <input name="year" autocomplete="cc-exp-year" aria-label="Year"></form>`,
  '/surfaces': `<!doctype html><body style="margin:0">
    <button id="print" onclick="print()">Print</button>
    <button id="wide" onclick="document.body.requestFullscreen()">Wide</button>
    <button id="pop" popovertarget="menu">Menu</button><div id="menu" popover>Menu of ours</div>
    <button id="ask" onclick="setTimeout(() => { made.hidden = false; no.focus(); })">Ask</button>
    <div id="made" role="dialog" aria-label="Delete it?" hidden><button id="no">No</button></div>`,
};

let world: PageWorld;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-files-'));
  world = await startPageWorld({ pages });
});
afterEach(() => Promise.all(world.context.pages().map((page) => page.close())));
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

type Kind = PageRecord['kind'];
async function ofKind<Wanted extends Kind>(
  page: Page,
  kind: Wanted,
): Promise<readonly Extract<PageRecord, { kind: Wanted }>[]> {
  const document = await page.evaluate(() => performance.timeOrigin);
  return (await world.records()).filter(
    (record): record is Extract<PageRecord, { kind: Wanted }> =>
      record.kind === kind && record.atMs >= document,
  );
}

const chosenOn = async (page: Page): Promise<readonly (string | undefined)[]> =>
  (await ofKind(page, 'change')).map(({ value }) => value);

/** Opens what the browser draws of a control, and chooses there by keys, which no page gets. */
async function chooseBy(page: Page, control: string, keys: readonly string[]) {
  const before = (await chosenOn(page)).length;
  const { x, y, right } = await middleOf(page, control);
  await page.mouse.click(control === '#day' ? right - 10 : x, y);
  await page.waitForFunction((one) => document.querySelector(one)?.matches(':open'), control);
  for (const key of keys) await page.keyboard.press(key);
  await expect.poll(async () => (await chosenOn(page)).length).toBeGreaterThan(before);
}

async function middleOf(page: Page, selector: string) {
  const {
    x = 0,
    y = 0,
    width = 0,
    height = 0,
  } = (await page.locator(selector).boundingBox()) ?? {};
  return { x: x + width / 2, y: y + height / 2, right: x + width };
}

test('what is chosen in the list of a select is told, and that of a declared one is not', async () => {
  const page = await world.open('/form');
  await chooseBy(page, '#land', ['End', 'Enter']);
  expect(await page.inputValue('#land')).toBe('Peru');
  await chooseBy(page, '#code', ['End', 'Enter']);
  expect(await page.inputValue('#code')).toBe('2222');
  const changes = await ofKind(page, 'change');
  expect(changes.map(({ value }) => value)).toEqual(['Peru', undefined]);
  const nodes = (await ofKind(page, 'snapshot')).flatMap((tree) => tree.nodes);
  const land = nodes.find(({ id }) => id === changes[0]?.target);
  expect(land).toMatchObject({ role: 'combobox', name: 'Land' });
  expect(JSON.stringify(await world.records())).not.toContain('2222');
});

test('a date from the picker is told; what keys and clicks upon the page choose is told by them', async () => {
  const page = await world.open('/form');
  await chooseBy(page, '#day', ['ArrowRight', 'Enter']);
  const picked = await page.inputValue('#day');
  expect(picked).not.toBe('2026-11-20');
  expect(await chosenOn(page)).toEqual([picked]);
  await page.focus('#land');
  await page.keyboard.press('ArrowDown');
  // Its options stand on the page, where the pointer's click tells of them.
  await page.click('#many option:nth-child(2)');
  await expect.poll(() => chosenOn(page)).toEqual([picked, undefined, undefined]);
});

test('of files that are chosen or dropped the names are told, never where they lie', async () => {
  const page = await world.open('/form');
  const files = ['plan.txt', 'bill.txt'].map((name) => join(folder, name));
  await Promise.all(files.map((file) => writeFile(file, 'content')));
  await page.setInputFiles('#papers', files);
  await expect.poll(() => chosenOn(page)).toEqual(['plan.txt, bill.txt']);
  const { x, y } = await middleOf(page, '#bin');
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await expect
    .poll(() => ofKind(page, 'drag'))
    .toMatchObject([{ phase: 'drop', value: 'plan.txt, bill.txt' }]);
  expect(JSON.stringify(await world.records())).not.toContain(folder);
});

test('printing, fullscreen, popovers and dialogues of the page’s own making are told', async () => {
  const page = await world.open('/surfaces');
  await page.click('#print');
  await expect.poll(() => ofKind(page, 'print')).toHaveLength(1);
  await page.click('#pop');
  await expect.poll(() => ofKind(page, 'dialog')).toMatchObject([{ open: true }]);
  await page.click('#ask');
  const focused = async () => {
    const target = (await ofKind(page, 'focus')).at(-1)?.target;
    const nodes = (await ofKind(page, 'snapshot')).flatMap((tree) => tree.nodes);
    const button = nodes.findLast(({ id }) => id === target);
    return [button?.name, nodes.findLast(({ id }) => id === button?.parent)?.name];
  };
  await expect.poll(focused).toEqual(['No', 'Delete it?']);
  await page.click('#wide');
  await expect.poll(() => ofKind(page, 'fullscreen')).toMatchObject([{ open: true }]);
  await page.evaluate(() => document.exitFullscreen());
  await expect.poll(async () => (await ofKind(page, 'fullscreen')).at(-1)?.open).toBe(false);
});

test('a click of any button is told: the context menu’s and the one that opens tabs', async () => {
  const page = await world.open('/form');
  const { x, y } = await middleOf(page, '#bin');
  for (const button of ['right', 'middle'] as const) await page.mouse.click(x, y, { button });
  await expect
    .poll(async () => (await ofKind(page, 'button')).filter(({ pressed }) => pressed))
    .toMatchObject([{ button: 'right' }, { button: 'middle' }]);
});

/** Lets the browser fill in the form around a field, as a person does at its own prompt. @returns what then stands in its fields */
async function autofill(page: Page, field: string, filling: object): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument');
  const found = { nodeId: root.nodeId, selector: field };
  const { nodeId } = await session.send('DOM.querySelector', found);
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const values = () =>
    page.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value));
  await page.click(field);
  const fill = async (): Promise<boolean> => {
    // It is not answered before the browser has looked at the form: asked until it did.
    const asked = { fieldId: node.backendNodeId, ...filling };
    void session.send('Autofill.trigger', asked).catch(() => undefined);
    return (await values()).every((value) => value !== '');
  };
  await expect.poll(fill, { interval: 500 }).toBe(true);
  return values();
}

test('what the browser fills in by itself is told by its words, and of a card nothing', async () => {
  const page = await world.open('/address');
  const fields = [
    ['NAME_FIRST', 'Zoe'],
    ['ADDRESS_HOME_CITY', 'Oslo'],
    ['ADDRESS_HOME_COUNTRY', 'NO'],
  ].map(([name = '', value = '']) => ({ name, value }));
  expect(await autofill(page, '[name=city]', { address: { fields } })).toEqual([
    'Zoe',
    'Oslo',
    'NO',
  ]);
  const words = async () => (await chosenOn(page)).filter((value) => value !== undefined);
  await expect.poll(async () => (await words()).toSorted()).toEqual(['NO', 'Oslo', 'Zoe']);
  expect(await ofKind(page, 'key')).toEqual([]);
  await page.close();

  const card = await world.open('/card');
  const filled = {
    number: '4111111111111111',
    name: 'Zoe Long',
    expiryMonth: '12',
    expiryYear: '2031',
  };
  await autofill(card, '[name=number]', { card: { ...filled, cvc: '123' } });
  await expect.poll(async () => new Set(await chosenOn(card))).toEqual(new Set([undefined]));
  expect(JSON.stringify(await world.records())).not.toMatch(/4111|Zoe Long|2031/);
});
