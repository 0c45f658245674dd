/** Words that come to the screen by other ways than a text in an element: whatever is drawn is told, or covered. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

/** A shadow tree around what the element holds. */
const host = (inside: string): string => `<x-host>Slotted</x-host><script>
  customElements.define('x-host', class extends HTMLElement {
    constructor() { super(); this.attachShadow({ mode: 'closed' }).innerHTML = '${inside}' }
  })</script>`;

interface Way {
  readonly html: string;
  readonly css?: string;
  readonly told: readonly string[];
}

const ways: Readonly<Record<string, Way>> = {
  'in an element without a box': {
    html: '<div style="display:contents"><div style="display:contents">Boxless</div></div>',
    told: ['Boxless'],
  },
  'given to a slot': { html: host('<b>Tree</b> <slot></slot>'), told: ['Slotted', 'Tree'] },
  'standing in an empty slot': {
    html: host('<slot name="none">Fallback</slot>'),
    told: ['Fallback'],
  },
  'of the options of a list': {
    html: '<select multiple size="3"><optgroup label="Group"><option>First<option>Other</select>',
    told: [],
  },
  'of an option’s label': {
    html: '<select style="border:0"><option label="Labelled">v</select>',
    told: ['Labelled'],
  },
  'of a button’s value': {
    html: '<input type="button" value="Pressed" style="border:0;background:none">',
    told: ['Pressed'],
  },
  'of a picture that is not there': { html: '<img src="/none.png" alt="Alternative">', told: [] },
  'before and after': {
    html: '<p data-who="Attribute">.</p>',
    css: 'p::before { content: "Styled " } p::after { content: attr(data-who) }',
    told: ['.', 'Styled Attribute'],
  },
  'put elsewhere by a style sheet': {
    html: '<p style="position:relative;width:80px">Near</p>',
    css: 'p::after { content: "Far off"; position: absolute; left: 300px; top: 60px; transform: translateX(40px) }',
    told: ['Far off', 'Near'],
  },
  'moved by a style sheet': {
    html: '<p style="width:80px">Near</p>',
    css: 'p::after { content: "Shifted"; position: relative; left: 300px; top: 60px }',
    told: ['Near', 'Shifted'],
  },
  'of a list’s marker': {
    html: '<ul><li>One</ul>',
    css: 'li { list-style-type: "Marked " }',
    told: ['Marked', 'One'],
  },
};

const file = '<!doctype html><input type="file">';

const pathOf = (way: string): string => `/${Object.keys(ways).indexOf(way)}`;

let world: PageWorld;
beforeAll(async () => {
  const pages = Object.entries(ways).map(([way, { html, css = '' }]) => [
    pathOf(way),
    `<!doctype html><style>${css}</style><body style="margin:20px;background:white">${html}`,
  ]);
  world = await startPageWorld({ pages: { ...Object.fromEntries(pages), '/file': file } });
});
afterAll(() => world.close());

type Page = Awaited<ReturnType<PageWorld['open']>>;

/** The dark points of what is shown, but for the marker's. */
async function inkOf(page: Page): Promise<readonly (readonly [number, number])[]> {
  const picture = (await page.screenshot({ timeout: 5000 })).toString('base64');
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const dark: [number, number][] = [];
    for (let at = 0; at < image.width * image.height; at += 1) {
      const [x, y] = [at % image.width, Math.floor(at / image.width)];
      const isMarker = x > image.width - 160 && y > image.height - 60;
      if (!isMarker && (data[4 * at] ?? 255) < 200) dark.push([x, y]);
    }
    return dark;
  }, picture);
}

test.each(Object.entries(ways))(
  'words %s are told or covered where they stand',
  async (way, { told }) => {
    const page = await world.open(pathOf(way));
    const words = async () => (await world.view()).texts.map(({ text }) => text).toSorted();
    await expect.poll(words).toEqual(told);
    const { texts, covers } = await world.view();
    const boxes = [...texts.map(({ box }) => box), ...covers];
    const ink = await inkOf(page);
    expect(ink.length).toBeGreaterThan(20);
    const bare = ink.filter(
      ([x, y]) =>
        !boxes.some(
          ([left, top, width, height]) =>
            x >= left - 1 && x <= left + width && y >= top - 1 && y <= top + height,
        ),
    );
    expect(bare).toEqual([]);
    await page.close();
  },
);

test('the name of a chosen file is covered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-chosen-'));
  const letter = join(folder, 'Letter to Zoe.txt');
  await writeFile(letter, 'content');
  const page = await world.open('/file');
  const covers = async () => (await world.view()).covers.length;
  await expect.poll(covers).toBe(0);
  await page.setInputFiles('input', letter);
  await expect.poll(covers).toBe(1);
  await page.close();
  await rm(folder, { recursive: true });
});
