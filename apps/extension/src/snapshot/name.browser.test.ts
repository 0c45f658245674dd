/** Roles and names beside axe-core's, on what pages are made of. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameOf } from './name.ts';
import { roleOf } from './role.ts';

const open = (element: Element): ShadowRoot | null => element.shadowRoot;

/** The element marked `data-it` of a page made of `html`. */
function place(html: string): Element {
  document.body.innerHTML = html;
  const element = document.querySelector('[data-it]');
  if (element === null) throw new Error('Nothing is marked.');
  return element;
}

beforeEach(() => {
  document.body.innerHTML = '';
});
afterEach(() => {
  axe.teardown();
});

describe('as axe-core tells it', () => {
  test.each([
    '<button data-it>Save <b>all</b></button>',
    '<button data-it aria-label="Close">x</button>',
    '<span id="a">Delete</span><span id="b">row 3</span><button data-it aria-labelledby="a b">x</button>',
    '<button data-it><img alt="Search"></button>',
    '<button data-it><span style="display:none">Hidden</span>Shown</button>',
    '<button data-it><span aria-hidden="true">+</span> Add</button>',
    '<button data-it title="Tip"></button>',
    '<label>First <input data-it></label>',
    '<label for="f">Last</label><input id="f" data-it>',
    '<label for="f">One</label><label for="f">Two</label><input id="f" data-it>',
    '<input data-it aria-label="Own" title="Tip">',
    '<input data-it type="submit">',
    '<input data-it type="submit" value="Send">',
    '<input data-it type="reset">',
    '<input data-it type="button" value="Try">',
    '<input data-it type="image" alt="Go">',
    '<label><input data-it type="checkbox"> Agree</label>',
    '<label><input data-it type="radio"> Post</label>',
    '<select data-it aria-label="Size"><option>S</select>',
    '<label>Size <select data-it><option>S<option>M</select></label>',
    '<textarea data-it aria-label="Words"></textarea>',
    '<a data-it href="#">Home</a>',
    '<a data-it href="#"><svg><title>Logo</title></svg></a>',
    '<h2 data-it>Part <i>two</i></h2>',
    '<div data-it role="button">Made</div>',
    '<div data-it role="checkbox" aria-label="Tick"></div>',
    '<div data-it role="tab">One</div>',
    '<div data-it role="nonsense button">Second word</div>',
    '<ul><li data-it role="menuitem">Cut</li></ul>',
    '<fieldset data-it><legend>Address</legend></fieldset>',
    '<table data-it><caption>Costs</caption><tr><td>1</table>',
    '<table><tr><th data-it>Head</table>',
    '<details><summary data-it>More</summary>Text</details>',
    '<nav data-it aria-label="Main"></nav>',
    '<section data-it aria-label="News"></section>',
    '<input data-it type="search" aria-label="Find">',
    '<input data-it type="range" aria-label="Loud">',
    '<input data-it type="number" aria-label="Count">',
    '<progress data-it aria-label="Done"></progress>',
    '<dialog open data-it aria-label="Sure?"></dialog>',
    '<button data-it>A<br>B</button>',
    '<button data-it><div>Block</div><div>Two</div></button>',
  ])('%s', (html) => {
    const element = place(html);
    axe.setup(document.body);
    const { aria, text } = axe.commons;
    expect(nameOf(element, roleOf(element), open)).toBe(
      text.accessibleText(element).replaceAll(/\s+/gu, ' ').trim(),
    );
    const role: unknown = Reflect.apply(Reflect.get(aria, 'getRole'), aria, [element]);
    // Where ARIA has no role axe says none; ours is never empty.
    if (typeof role === 'string' && !own.has(roleOf(element))) expect(roleOf(element)).toBe(role);
  });
});

/** Words of ours where axe has none that fits: a summary is pressed like a button. */
const own: ReadonlySet<string> = new Set(['button', 'generic']);

describe('otherwise than the rules, for privacy', () => {
  test.each([
    ['a placeholder is no name', '<input data-it placeholder="Jane Doe">', ''],
    [
      'what a field holds is no part of a name',
      '<button data-it>Send to <input value="Jane"></button>',
      'Send to',
    ],
    [
      'what the site declares secure is no part of a name',
      '<h2 data-it>Welcome <span data-private>Jane Doe</span></h2>',
      'Welcome',
    ],
    [
      'nor where a name refers to it',
      '<div class="rr-block"><span id="a">Jane</span></div><span id="b">Call</span><button data-it aria-labelledby="b a">x</button>',
      'Call',
    ],
    [
      'nor in a label',
      '<div data-private><label for="f">Jane</label></div><input id="f" data-it>',
      '',
    ],
    [
      'what is edited in place is no name either',
      '<div data-it role="heading" contenteditable>Jane</div>',
      '',
    ],
    ['a standing picture has no name', '<img data-it alt="Jane at the beach">', ''],
  ])('%s', (_, html, name) => {
    const element = place(html);
    expect(nameOf(element, roleOf(element), open)).toBe(name);
  });
});

test('a control without words is named by what style sheets write into it', () => {
  const button = place(
    '<style>.s::before{content:"Save"}</style><button data-it class="s"></button>',
  );
  expect(nameOf(button, 'button', open)).toBe('Save');
  const icon = place(
    '<style>.i::before{content:"\\e900"}</style><button data-it class="i"></button>',
  );
  expect(nameOf(icon, 'button', open)).toBe('');
});

test('a name in a shadow tree is made of its slots', () => {
  const element = place('<x-host data-it role="button">Slotted</x-host>');
  element.attachShadow({ mode: 'open' }).innerHTML = '<i>Before</i> <slot></slot>';
  expect(nameOf(element, 'button', open)).toBe('Before Slotted');
});

test('a name of a whole page is bounded', () => {
  const element = place(`<button data-it>${'<b>word </b>'.repeat(50_000)}</button>`);
  expect(nameOf(element, 'button', open).length).toBeLessThan(2001);
});
