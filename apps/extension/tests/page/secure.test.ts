/**
 * A canary of each kind of content is planted on a page; what was sent is
 * searched for all of them. The control plants one where it must be found.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

const canaries = {
  password: 'cnry-pa55-01',
  shownPassword: 'cnry-shown-02',
  replacedPassword: 'cnry-swap-03',
  card: '4111 1111 1111 0004',
  code: '915505',
  newPassword: 'cnry-newpw-06',
  declared: 'cnry-declared-07',
  hidden: 'cnry-hidden-08',
  placeholder: 'cnry-placeholder-09',
  attribute: 'cnry-attribute-10',
  alt: 'cnry-alt-11',
  comment: 'cnry-comment-12',
  dataUrl: 'cnry-dataurl-13',
  background: 'cnry-background-14',
  script: 'cnry-script-15',
  style: 'cnry-style-16',
  template: 'cnry-template-17',
  invisible: 'cnry-invisible-18',
  noscript: 'cnry-noscript-19',
  query: 'cnry-query-20',
  fragment: 'cnry-fragment-21',
  clipboard: 'cnry-clipboard-22',
  dots: 'cnry-dots-23',
  rerenderedPassword: 'cnry-rerender-31',
  namedRegion: 'cnry-named-33',
  dottedText: 'cnry-dotted-34',
  dottedName: 'cnry-dotted-35',
  cardByName: '4000 0000 0000 0036',
  secureRegion: 'cnry-region-24',
  cleaned: 'cnry-cleaned-25',
  storage: 'cnry-storage-26',
  generatedId: 'cnry-id-1234567',
  laterPassword: 'cnry-later-37',
  echoedPassword: 'cnry-echo-38',
  spelledPassword: 'cnry-spelled-39',
  slotted: 'cnry-slotted-40',
  followingPassword: 'cnry-following-41',
} as const;
const control = 'cnry-control-00';

const form = `<!doctype html><title>Form ${canaries.cleaned}</title><body>
  <!-- ${canaries.comment} -->
  <p>${control} ${canaries.cleaned}</p>
  <form onsubmit="return false">
    <input id="pw" type="password" value="${canaries.password}" aria-label="Password">
    <input id="eye" type="password" aria-label="Secret"><button type="button" onclick="eye.type='text'">Show</button>
    <span id="swap"><input id="old" name="pin" type="password" aria-label="Swapped"></span>
    <button type="button" id="swapper" onclick="const o=document.getElementById('old');const n=document.createElement('input');n.id='new';n.value=o.value;o.replaceWith(n)">Swap</button>
    <span id="view"><b><input id="keyed" type="password" aria-label="Keyed"></b></span>
    <button type="button" onclick="const v=document.getElementById('view');const text=v.querySelector('input').value;v.firstChild.remove();const b=document.createElement('b');b.innerHTML='<input id=fresh>';b.firstChild.value=text;v.append(b)">Render anew</button>
    <input id="card" autocomplete="cc-number" aria-label="Card"><input id="code" autocomplete="one-time-code" aria-label="Code">
    <input id="newpw" autocomplete="section-a new-password" aria-label="New one">
    <input id="declared" data-understudy-secure aria-label="Declared">
    <input id="dots" style="-webkit-text-security:disc" aria-label="Dots">
    <input type="hidden" value="${canaries.hidden}">
    <input id="plain" placeholder="${canaries.placeholder}" data-note="${canaries.attribute}">
  </form>
  <p id="late"><input id="leaving" type="password" aria-label="Leaving"></p>
  <button type="button" onclick="document.getElementById('leaving').remove();setTimeout(()=>{const i=document.createElement('input');i.id='following';document.getElementById('late').append(i)},80)">Show later</button>
  <button type="button" onclick="said.textContent='It is '+following.value">Say</button><p id="said"></p>
  <input id="echoed" type="password" aria-label="Echoed"><button type="button" onclick="echo.value=echoed.value;echoed.value=''">Echo</button><input id="echo" aria-label="Echo of it">
  <input id="spelled" type="password" aria-label="Spelled"><button type="button" onclick="told.textContent='It is '+spelled.value">Spell</button><p id="told"></p>
  <x-safe><button type="button">${canaries.slotted}</button><label>${canaries.slotted}<input id="slotted"></label></x-safe>
  <script>customElements.define('x-safe', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'closed' }).innerHTML = '<div data-private><slot></slot></div>'; } })</script>
  <h2>Welcome <span data-private>${canaries.namedRegion}</span></h2>
  <p style="-webkit-text-security:disc">${canaries.dottedText}</p>
  <button type="button">Key <b style="-webkit-text-security:disc">${canaries.dottedName}</b></button>
  <input id="byname" name="ccNum" aria-label="Paid with">
  <div data-private><p>${canaries.secureRegion}</p><button>${canaries.secureRegion}</button><label>${canaries.secureRegion}<input></label></div>
  <img alt="${canaries.alt}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=#${canaries.dataUrl}" width="20" height="20"><canvas width="20" height="20"></canvas><video width="20" height="20"></video>
  <div style="width:20px;height:20px;background:url('data:image/gif;base64,R0lGODlhAQABAAAAACw=#${canaries.background}')"></div>
  <div id="${canaries.generatedId}"><button class="${canaries.attribute}">Inside</button></div>
  <script>/* ${canaries.script} */ localStorage.x = '${canaries.storage}'; document.cookie = 'x=${canaries.storage}'</script>
  <style>/* ${canaries.style} */ p::selection { color: red }</style>
  <template>${canaries.template}</template><noscript>${canaries.noscript}</noscript>
  <p style="display:none">${canaries.invisible}</p><p style="visibility:hidden">${canaries.invisible}</p>`;

const passing = `<!doctype html><title>Passing</title><body>
  <p id="plain">${control}</p><p id="declared" data-private>${canaries.secureRegion}</p>
  <h2>Welcome <span data-private>${canaries.namedRegion}</span></h2>
  <p id="dotted" style="-webkit-text-security:disc">${canaries.dottedText}</p>
  <p id="around">Key <x-safe><b>${canaries.slotted}</b></x-safe></p>
  <div id="tree"></div><p id="after">After it</p>
  <input id="dots" style="-webkit-text-security:disc" value="${canaries.dots}" aria-label="Dots">
  <input id="pw" type="password" aria-label="Password"><input id="note" aria-label="Note">
  <script>
    document.getElementById('tree').attachShadow({ mode: 'open' }).innerHTML = '<p>Inside</p><p data-private>${canaries.secureRegion}</p>';
    customElements.define('x-safe', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'closed' }).innerHTML = '<div data-private><slot></slot></div>'; } });
  </script>`;

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({
    pages: { '/form': form, '/passing': passing },
    clipboard: true,
    cleaned: [canaries.cleaned],
  });
});
afterAll(() => world.close());

test('of all that is planted only what the page shows openly is sent', async () => {
  const page = await world.open(`/form?q=${canaries.query}#${canaries.fragment}`);
  const type = async (field: string, text: string) => {
    await page.click(field);
    await page.keyboard.type(text);
  };
  await type('#pw', canaries.password);
  await page.click('text=Show');
  await type('#eye', canaries.shownPassword);
  await type('#old', canaries.replacedPassword);
  await page.click('#swapper');
  await type('#new', canaries.replacedPassword);
  await type('#keyed', canaries.rerenderedPassword);
  await page.click('text=Render anew');
  await type('#fresh', canaries.rerenderedPassword);
  await type('#leaving', canaries.laterPassword);
  await page.click('text=Show later');
  await type('#following', canaries.laterPassword);
  await page.fill('#following', '');
  await type('#following', canaries.followingPassword);
  await page.click('text="Say"');
  await type('#echoed', canaries.echoedPassword);
  await page.click('text=Echo');
  await type('#spelled', canaries.spelledPassword);
  await page.click('text=Spell');
  const secureFields: Readonly<Record<string, string>> = {
    '#slotted': canaries.slotted,
    '#card': canaries.card,
    '#byname': canaries.cardByName,
    '#code': canaries.code,
    '#newpw': canaries.newPassword,
    '#declared': canaries.declared,
    '#dots': canaries.dots,
    '[data-private] input': canaries.secureRegion,
  };
  for (const [field, text] of Object.entries(secureFields)) await type(field, text);
  await page.click('text=Inside');
  const view = await world.view();
  const { structure } = await world.structure({ x: 20, y: 20 });
  const sent = JSON.stringify([await world.sent(), view, structure]);
  expect(sent).toContain(control);
  expect(sent).toContain('[clean]');
  const leaked = Object.entries(canaries).filter(([, value]) => sent.includes(value));
  expect(leaked).toEqual([]);
  const typed = (await world.records()).flatMap((record) =>
    record.kind === 'key' && record.pressed ? [record.stroke] : [],
  );
  expect(typed.length).toBeGreaterThan(100);
  expect(typed.filter(({ kind }) => kind === 'known')).toEqual([]);
});

test('of what is copied out of a secure place, or pasted into one, only that it was done is told', async () => {
  const page = await world.open('/passing');
  const copy = async (selector: string) => {
    await page.locator(selector).selectText();
    await page.keyboard.press('Control+C');
  };
  const paste = async (selector: string) => {
    await page.click(selector);
    await page.keyboard.press('Control+V');
  };
  for (const place of ['#declared', 'h2', '#dotted', '#around', '#dots']) await copy(place);
  await page.evaluate(() => {
    const inside = document.querySelector('#tree')?.shadowRoot?.querySelector('p')?.firstChild;
    const after = document.querySelector('#after')?.firstChild;
    if (!inside || !after) throw new Error('The page has no shadow tree with a text after it.');
    window.getSelection()?.setBaseAndExtent(inside, 0, after, 1);
  });
  await page.keyboard.press('Control+C');
  await copy('#plain');
  await paste('#note');
  await page.evaluate((secret) => {
    const put = (event: ClipboardEvent): void => {
      event.clipboardData?.setData('text/plain', secret);
      event.preventDefault();
    };
    document.addEventListener('copy', put);
  }, canaries.clipboard);
  await copy('#plain');
  for (const place of ['#pw', '#dots', '#plain']) await paste(place);
  const records = await world.records();
  const told = records.flatMap((record) =>
    record.kind === 'clipboard' ? [[record.what, record.value]] : [],
  );
  expect(told).toEqual([
    ...Array.from({ length: 6 }, () => ['copy', undefined]),
    ['copy', control],
    ['paste', control],
    ['copy', control],
    ...Array.from({ length: 3 }, () => ['paste', undefined]),
  ]);
  const sent = JSON.stringify(records);
  expect(Object.values(canaries).filter((value) => sent.includes(value))).toEqual([]);
});

test('what shows a secure field, a drawing, a film, a picture of unknown origin or cleaned text is to be covered', async () => {
  const page = await world.open('/form');
  const view = await world.view();
  const boxes = await page.evaluate(() =>
    ['#pw', '#eye', '#card', '[data-private]', 'img', 'canvas', 'video', 'p'].map((selector) => {
      const rect = document.querySelector(selector)?.getBoundingClientRect();
      return rect === undefined ? null : [rect.x, rect.y, rect.right, rect.bottom];
    }),
  );
  const covered = boxes.map((box) => {
    const [left = 0, top = 0] = box ?? [];
    return view.covers.some(
      ([x, y, width, height]) =>
        x <= left + 2 && y <= top + 2 && x + width > left + 2 && y + height > top + 2,
    );
  });
  expect(covered).toEqual(boxes.map(() => true));
});

test('below the text tier neither text nor keys are sent, below actions no control', async () => {
  for (const tier of ['actions', 'motion'] as const) {
    const quiet = await startPageWorld({
      pages: {
        '/form':
          '<!doctype html><title>Ttl</title><p>Prose</p><button>Go</button><input aria-label="Town">',
      },
      tier,
    });
    try {
      const page = await quiet.open('/form');
      await page.click('button');
      await page.click('input');
      await page.keyboard.type('q');
      const sent = JSON.stringify(await quiet.records());
      for (const word of ['Prose', 'Ttl', '"q"', '/form']) expect(sent).not.toContain(word);
      expect(sent.includes('"Go"')).toBe(tier === 'actions');
      expect(sent).toContain('"button":"left"');
    } finally {
      await quiet.close();
    }
  }
});
