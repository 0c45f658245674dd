/** What the browser has not drawn yet, or draws upon the page, explains no picture. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainPicture } from '../../src/page/explain-picture.ts';
import { startPageWorld, type PageWorld, type TakenPicture } from './page-world.ts';

const blue = '0,0,255';
const at = { x: 900, y: 10 };

/** `put` writes a harmless word in the place of a secret one, on blue instead of red. */
const stage = `<!doctype html><title>Stage</title><style>
    ::view-transition-group(*) { animation-duration: 600s; animation-play-state: paused }
    ::view-transition-old(*) { animation: none }
    ::view-transition-new(*) { display: none }
    main { contain: layout }
    p { margin: 0; height: 100px; background: red }
  </style><body style="margin:0"><main><p>Secret</p></main><script>
    const word = document.querySelector('p');
    const put = () => { word.textContent = 'Harmless'; word.style.background = 'blue'; };
    const released = Promise.withResolvers();
  </script>`;
/** The same in a shadow tree. */
const shaded = stage.replace(/<main>.*<\/main>/u, '<div id="host"></div>').replace(
  'const word = document',
  `const root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = document.querySelector('style').outerHTML + '<main><p>Secret</p></main>';
    const word = root`,
);
const crossing = '<style>@view-transition { navigation: auto }</style>';

let release: (() => void) | null = null;
let world: PageWorld;
beforeAll(async () => {
  const pages = {
    '/stage': stage,
    '/shaded': shaded,
    '/leaving': `${stage}${crossing}`,
    '/arriving': `${stage}${crossing}<script>put()</script>`,
    '/blocked': `<!doctype html><link rel="stylesheet" href="/slow.css"><p>Words</p>`,
  };
  const files = async () => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return { type: 'text/css', bytes: new Uint8Array() };
  };
  world = await startPageWorld({ pages, files });
});
afterAll(() => world.close());

async function takePicture(): Promise<TakenPicture> {
  let taken: TakenPicture | null = null;
  await expect
    .poll(async () => {
      taken = await world.picture(at);
      return taken;
    })
    .not.toBeNull();
  if (taken === null) throw new Error('The browser gives no picture.');
  return taken;
}

/** Which words the document says are to be seen in a picture, without any doubt. */
const wordsIn = ({ view }: TakenPicture): readonly string[] | null =>
  explainPicture([{ frame: 0, snapshot: view }])?.texts.map(({ text }) => text) ?? null;

test.each([
  [
    'what a view transition is to show, and waits for',
    '/stage',
    'document.startViewTransition(async () => { put(); await released.promise; })',
  ],
  ['a view transition', '/stage', 'document.startViewTransition(put).ready.then(() => 0)'],
  [
    'a view transition of a part of the page',
    '/stage',
    "document.querySelector('main').startViewTransition(put).ready.then(() => 0)",
  ],
  [
    'a view transition of a part of a shadow tree',
    '/shaded',
    "root.querySelector('main').startViewTransition(put).ready.then(() => 0)",
  ],
  ['a view transition from the page before', '/leaving', "location.href = '/arriving'"],
])(
  'a picture that shows what was there before is explained by nothing: %s',
  async (_, path, act) => {
    const page = await world.open(path);
    await expect.poll(async () => wordsIn(await takePicture())).toEqual(['Secret']);
    await page.evaluate(act);
    // The first may be taken before it has begun; by the others the tree has been looked at.
    const colours: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const picture = await takePicture();
      if (picture.colour === blue) continue;
      colours.push(picture.colour);
      expect(wordsIn(picture) ?? []).not.toContain('Harmless');
    }
    expect(colours).not.toEqual([]);
    await page.close();
  },
);

test('once a view transition is over pictures are explained again', async () => {
  const page = await world.open('/stage');
  await page.evaluate('globalThis.running = document.startViewTransition(put), running.ready');
  expect(wordsIn(await takePicture())).toBeNull();
  expect(await world.ask({ kind: 'standing' })).toMatchObject({ unsettled: null });
  await page.evaluate('running.skipTransition()');
  await expect.poll(async () => wordsIn(await takePicture())).toEqual(['Harmless']);
  await page.close();
});

test('a document of which nothing is drawn yet explains nothing', async () => {
  const page = await world.context.newPage();
  const going = page.goto(`${world.here}/blocked`);
  await expect.poll(() => release).not.toBeNull();
  const ask = () => world.ask({ kind: 'standing' }).catch(() => null);
  await expect.poll(() => page.evaluate('document.body !== null')).toBe(true);
  expect(await ask()).toBeNull();
  expect(await world.ask({ kind: 'view', sinceMs: Number.MAX_SAFE_INTEGER })).toBeNull();
  release?.();
  await going;
  await expect.poll(async () => wordsIn(await takePicture())).toEqual(['Words']);
  await page.close();
});
