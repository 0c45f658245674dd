/** What stands elsewhere without any change of the document stands bare in no picture. */
import type { Box } from '@understudy/recording';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explainPicture } from '../../src/page/explain-picture.ts';
import { startPageWorld, type PageWorld, type TakenPicture } from './page-world.ts';

const style = `body { margin: 0 } body > p:first-child { margin: 0 0 80px }
  @keyframes go { from { transform: translateX(0) } to { transform: translateX(700px) } }
  @keyframes fall { from { margin-top: 0 } to { margin-top: 300px } }
  .s { position: absolute; left: 0; top: 100px; width: 100px; height: 40px; background: red; margin: 0 }
  #flow { background: red; width: 100px; height: 40px; margin: 0 }`;
const going = 'animation:go 2s linear infinite alternate';
const secret = '<p class=s>Secret</p>';
const flow = '<p id=flow>Secret</p>';
const inShadow = (mode: string, more: string, html: string): string =>
  `<div id=host></div><script>const root = host.attachShadow({ mode: '${mode}' });
    root.innerHTML = '<style>${`${style}${more}`.replaceAll('\n', ' ')}</style>${html}'</script>`;
const page = (body: string): string =>
  `<!doctype html><title>Motion</title><style id=sheet>${style}</style><body><p>Still</p>${body}`;
const slide = "root.querySelector('p').style.transform = 'translateX(700px)'";

type Case = readonly [body: string, act: string | null, end?: 'goes on'];

/** Each with what is done there, `null`: it moves by itself. */
const cases: Readonly<Record<string, Case>> = {
  'an animation': [`<p class=s style="${going}">Secret</p>`, null],
  'an animation in a shadow tree': [
    inShadow('open', '', `<p class=s style="${going}">Secret</p>`),
    null,
  ],
  'what hangs out of what is animated': [
    `<div style="position:absolute;left:0;top:100px;width:1px;height:1px;${going}"><p class=s style="top:0">Secret</p></div>`,
    null,
  ],
  'words of a style sheet that are animated': [
    `<style>.h::before { content: 'Secret'; position: absolute; left: 0; top: 100px; width: 100px; height: 40px; background: red; ${going} }</style><p class=h>.</p>`,
    null,
  ],
  'a marquee': [
    `<marquee scrollamount=20 behavior=alternate style="position:absolute;left:0;top:100px;width:800px;height:40px"><span style="background:red;display:inline-block;width:100px;height:40px">Secret</span></marquee>`,
    null,
  ],
  'a drawing that begins to animate itself': [
    `<svg width=900 height=400 style="position:absolute;left:0;top:0"><g id=late><foreignObject x=0 y=100 width=100 height=40><p class=s style="position:static">Secret</p></foreignObject></g></svg>`,
    "late.insertAdjacentHTML('beforeend', '<animateTransform attributeName=transform type=translate values=\"0 0;700 0;0 0\" dur=0.31s repeatCount=indefinite />')",
    'goes on',
  ],
  'an animation of a long way': [
    `<style>@keyframes far { to { transform: translateX(10000px) } }</style><p class=s style="animation:far 60s linear infinite">Secret</p>`,
    null,
  ],
  'what is scrolled in a part of the page': [
    `<div id=area style="position:absolute;left:0;top:100px;width:300px;height:200px;overflow:auto"><p class=s style="top:150px">Secret</p><p style="height:900px">Below</p></div>`,
    'let top = 0; const timer = setInterval(() => { area.scrollTop = top += 3; if (top >= 120) clearInterval(timer) }, 30)',
  ],
  'a drawing that animates itself': [
    `<svg width=900 height=400 style="position:absolute;left:0;top:0"><g><rect x=0 y=100 width=100 height=40 fill=red /><text x=0 y=120>Secret</text><animateTransform attributeName=transform type=translate values="0 0;700 0;0 0" dur=4s repeatCount=indefinite /></g></svg>`,
    null,
  ],
  'an animated frame': [
    `<iframe class=s style="border:0;${going}" srcdoc="<body style='margin:0;background:red'>Secret"></iframe>`,
    null,
  ],
  'what an animation pushes away': [
    `<p style="animation:fall 2s linear infinite alternate">Pusher</p>${flow}`,
    null,
  ],
  'what a part of a style sheet pushes away': [
    `<style>@keyframes grow { to { height: 300px } } div::before { content: ''; display: block; height: 0; animation: grow 2s linear infinite alternate }</style><div></div>${flow}`,
    null,
  ],
  'a transition in a shadow tree': [
    inShadow('open', '.s { transition: transform 1s linear }', secret),
    slide,
  ],
  'a transition in a closed shadow tree': [
    inShadow('closed', '.s { transition: transform 1s linear }', secret),
    slide,
  ],
  'a transition whose end the page tells nobody': [
    `<style>.s { transition: transform 1s linear }</style>${secret}<script>addEventListener('transitionend', (event) => event.stopImmediatePropagation(), true)</script>`,
    "document.querySelector('.s').style.transform = 'translateX(700px)'",
  ],
  "a script's own animation": [
    secret,
    "document.querySelector('.s').animate([{ transform: 'none' }, { transform: 'translateX(700px)' }], { duration: 1000, fill: 'forwards' }), 0",
  ],
  "a script's own animation that pauses": [
    secret,
    "{ const moved = document.querySelector('.s').animate([{ transform: 'none' }, { transform: 'translateX(700px)' }], { duration: 1000, fill: 'forwards' }); setTimeout(() => moved.pause(), 600) }",
  ],
  'a rule that is written': [
    flow,
    "sheet.sheet.insertRule('#flow { margin-top: 200px }', sheet.sheet.cssRules.length)",
  ],
  'an adopted style sheet': [
    flow,
    "{ const adopted = new CSSStyleSheet(); adopted.replaceSync('#flow { margin-top: 200px }'); document.adoptedStyleSheets = [adopted] }",
  ],
  'a field that grows with its value': [
    `<textarea id=field style="field-sizing:content"></textarea>${flow}`,
    "field.value = 'x\\n'.repeat(20)",
  ],
  'a state of its own': [
    `<style>x-a:state(on) { display: block; height: 200px }</style><x-a id=own></x-a>${flow}<script>customElements.define('x-a', class extends HTMLElement { inner = this.attachInternals(); })</script>`,
    "own.inner.states.add('on')",
  ],
};

let world: PageWorld;
beforeAll(async () => {
  const pages = Object.values(cases).map(([body], index) => [`/${index}`, page(body)] as const);
  world = await startPageWorld({ pages: Object.fromEntries(pages) });
});
afterAll(() => world.close());

async function takePicture(): Promise<TakenPicture> {
  let taken: TakenPicture | null = null;
  await expect
    .poll(async () => {
      taken = await world.picture({ x: 0, y: 0 });
      return taken;
    })
    .not.toBeNull();
  if (taken === null) throw new Error('The browser gives no picture.');
  return taken;
}

const holds = (outer: Box, x: number, y: number): boolean =>
  x >= outer.x && y >= outer.y && x < outer.x + outer.width && y < outer.y + outer.height;

/** What is told of where the word begins in the picture. */
function wordIn({ red, view }: TakenPicture): 'unexplained' | 'covered' | 'explained' | 'bare' {
  const explained = explainPicture([{ frame: 0, snapshot: view }]);
  if (explained === null) return 'unexplained';
  if (red === null) throw new Error('The word is in no picture.');
  const covered = explained.texts.filter(({ secure }) => secure);
  if (
    covered.some(
      ({ box }) => holds(box, red.x + 1, red.y + 6) && holds(box, red.x + 30, red.y + 12),
    )
  )
    return 'covered';
  const isTold = explained.texts.some(
    ({ text, box }) =>
      text === 'Secret' && Math.abs(box.x - red.x) <= 2 && Math.abs(box.y - red.y) <= 2,
  );
  return isTold ? 'explained' : 'bare';
}

test.each(Object.entries(cases))('%s', async (name, [, act, end]) => {
  const opened = await world.open(`/${Object.keys(cases).indexOf(name)}`);
  // At rest it is read where it stands.
  if (act !== null) await expect.poll(async () => wordIn(await takePicture())).toBe('explained');
  if (act !== null) await opened.evaluate(act);
  for (let turn = 0; turn < 3; turn += 1) expect(wordIn(await takePicture())).not.toBe('bare');
  if (act !== null && end === undefined)
    await expect.poll(async () => wordIn(await takePicture())).toBe('explained');
  await opened.close();
});
