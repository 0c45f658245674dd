/** Element → ARIA role, by HTML-AAM 1.0 ("HTML Element Role Mappings"). */
import { attributeOf, closestOf, hasAttributeOf, matchesOf, tagOf } from './dom.ts';

const roleOfTag: Readonly<Record<string, string>> = {
  article: 'article',
  aside: 'complementary',
  blockquote: 'blockquote',
  button: 'button',
  caption: 'caption',
  canvas: 'canvas',
  code: 'code',
  datalist: 'listbox',
  dd: 'definition',
  details: 'group',
  dialog: 'dialog',
  dt: 'term',
  embed: 'embeddedobject',
  fieldset: 'group',
  figure: 'figure',
  frame: 'iframe',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  hr: 'separator',
  html: 'document',
  iframe: 'iframe',
  img: 'img',
  label: 'label',
  legend: 'legend',
  li: 'listitem',
  main: 'main',
  math: 'math',
  menu: 'list',
  meter: 'meter',
  nav: 'navigation',
  object: 'embeddedobject',
  ol: 'list',
  optgroup: 'group',
  option: 'option',
  output: 'status',
  p: 'paragraph',
  progress: 'progressbar',
  search: 'search',
  summary: 'button',
  svg: 'img',
  table: 'table',
  tbody: 'rowgroup',
  td: 'cell',
  textarea: 'textbox',
  tfoot: 'rowgroup',
  th: 'columnheader',
  thead: 'rowgroup',
  tr: 'row',
  ul: 'list',
  video: 'video',
};

const roleOfInput: Readonly<Record<string, string>> = {
  button: 'button',
  checkbox: 'checkbox',
  color: 'button',
  file: 'button',
  image: 'button',
  number: 'spinbutton',
  radio: 'radio',
  range: 'slider',
  reset: 'button',
  search: 'searchbox',
  submit: 'button',
};

/** Roles of ARIA 1.2 that an author may give; any other word counts as none. */
const authorRoles: ReadonlySet<string> = new Set(
  [
    'alert alertdialog application article banner blockquote button caption cell checkbox code',
    'columnheader combobox complementary contentinfo definition dialog directory document feed',
    'figure form generic grid gridcell group heading img link list listbox listitem log main',
    'marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note',
    'option paragraph presentation progressbar radio radiogroup region row rowgroup rowheader',
    'scrollbar search searchbox separator slider spinbutton status switch tab table tablist',
    'tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem',
  ].flatMap((roles) => roles.split(' ')),
);

const actionable: ReadonlySet<string> = new Set(
  [
    'button checkbox columnheader combobox gridcell link listbox menuitem menuitemcheckbox',
    'menuitemradio option radio scrollbar searchbox slider spinbutton switch tab textbox treeitem',
  ].flatMap((roles) => roles.split(' ')),
);

/** Whether the role is one that people act upon, so that it needs locators. */
export function isActionable(role: string): boolean {
  return actionable.has(role);
}

/** An attribute's value may be megabytes: no role is longer than this. */
const longestRoleList = 200;

/** @returns `generic` where the element means nothing by itself. */
export function roleOf(element: Element): string {
  const given = attributeOf(element, 'role');
  if (given !== null) {
    for (const word of given.slice(0, longestRoleList).toLowerCase().split(/\s+/u)) {
      if (!authorRoles.has(word)) continue;
      // ARIA 1.2, 4.6 "Presentational roles conflict resolution": what can be focused keeps its role.
      if ((word === 'none' || word === 'presentation') && isFocusable(element)) break;
      return word === 'none' || word === 'presentation' ? 'generic' : word;
    }
  }
  return nativeRoleOf(element);
}

function nativeRoleOf(element: Element): string {
  const tag = tagOf(element);
  switch (tag) {
    case 'a':
    case 'area':
      return hasAttributeOf(element, 'href') ? 'link' : 'generic';
    case 'input':
      return roleOfInputElement(element);
    case 'select':
      return hasAttributeOf(element, 'multiple') || Number(attributeOf(element, 'size')) > 1
        ? 'listbox'
        : 'combobox';
    case 'img':
      return attributeOf(element, 'alt') === '' ? 'generic' : 'img';
    case 'header':
      return closestOf(element, 'article,aside,main,nav,section') === null ? 'banner' : 'generic';
    case 'footer':
      return closestOf(element, 'article,aside,main,nav,section') === null
        ? 'contentinfo'
        : 'generic';
    case 'section':
      return isLabelled(element) ? 'region' : 'generic';
    case 'form':
      return isLabelled(element) ? 'form' : 'generic';
    case 'td':
      return isInGrid(element) ? 'gridcell' : 'cell';
    case 'th':
      return attributeOf(element, 'scope') === 'row' ? 'rowheader' : 'columnheader';
    default: {
      const known = Object.hasOwn(roleOfTag, tag) ? roleOfTag[tag] : undefined;
      if (known !== undefined) return known;
      return isEditingHost(element) ? 'textbox' : 'generic';
    }
  }
}

function roleOfInputElement(element: Element): string {
  const type = inputTypeOf(element);
  if (hasAttributeOf(element, 'list') && /^(?:text|search|url|tel|email)?$/u.test(type)) {
    return 'combobox';
  }
  const known = Object.hasOwn(roleOfInput, type) ? roleOfInput[type] : undefined;
  return known ?? 'textbox';
}

export function inputTypeOf(element: Element): string {
  return (attributeOf(element, 'type') ?? 'text').slice(0, 20).toLowerCase();
}

/** The element that `contenteditable` makes editable, rather than one inside. */
export function isEditingHost(element: Element): boolean {
  const value = attributeOf(element, 'contenteditable');
  return value !== null && value.slice(0, 20).toLowerCase() !== 'false';
}

function isInGrid(cell: Element): boolean {
  const table = closestOf(cell, 'table');
  return table !== null && matchesOf(table, '[role=grid],[role=treegrid]');
}

function isLabelled(element: Element): boolean {
  return hasAttributeOf(element, 'aria-label') || hasAttributeOf(element, 'aria-labelledby');
}

function isFocusable(element: Element): boolean {
  return (
    hasAttributeOf(element, 'tabindex') ||
    /^(?:a|button|input|select|textarea)$/u.test(tagOf(element))
  );
}

/** Input types into which text is typed. */
const typedInputs =
  /^(?:text|search|url|tel|email|password|number|date|time|month|week|datetime-local)$/u;

/** Whether what is typed while the element has the focus becomes its value. */
export function isEditable(element: Element): boolean {
  const tag = tagOf(element);
  if (tag === 'textarea') return true;
  if (tag === 'input') {
    const type = inputTypeOf(element);
    // An unknown type is a text field.
    return typedInputs.test(type) || !Object.hasOwn(roleOfInput, type);
  }
  return closestOf(element, '[contenteditable]:not([contenteditable="false" i])') !== null;
}
