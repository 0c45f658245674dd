/** What form controls hold, read past any clobbering (dom.ts). */
import { attributeOf, closestOf, hasAttributeOf, tagOf } from './dom.ts';

type Control =
  | HTMLInputElement
  | HTMLButtonElement
  | HTMLSelectElement
  | HTMLTextAreaElement
  | HTMLMeterElement
  | HTMLProgressElement
  | HTMLOutputElement;

const interfaceOfTag = {
  input: HTMLInputElement,
  button: HTMLButtonElement,
  select: HTMLSelectElement,
  textarea: HTMLTextAreaElement,
  meter: HTMLMeterElement,
  progress: HTMLProgressElement,
  output: HTMLOutputElement,
} as const;

/** Reads `property` of a control of whatever kind; undefined where its kind has none. */
function readControl(element: Element, property: string): unknown {
  const tag = tagOf(element);
  if (!isControlTag(tag)) return undefined;
  const descriptor = Object.getOwnPropertyDescriptor(interfaceOfTag[tag].prototype, property);
  try {
    return descriptor?.get?.call(element);
  } catch {
    // An element of that name in another namespace (SVG, MathML) is no control.
    return undefined;
  }
}

const isControlTag = (tag: string): tag is keyof typeof interfaceOfTag =>
  Object.hasOwn(interfaceOfTag, tag);

export function isControl(element: Element): element is Control {
  return isControlTag(tagOf(element));
}

/** Browsers look through the whole document for them, so they are asked only where there can be one (HTML 4.10.4). */
export function labelsOf(element: Element): readonly Element[] {
  if (!hasAttributeOf(element, 'id') && closestOf(element, 'label') === null) return [];
  const labels = readControl(element, 'labels');
  return labels instanceof NodeList ? [...labels].filter((label) => label instanceof Element) : [];
}

export function textValueOf(element: Element): string {
  const value = readControl(element, 'value');
  return typeof value === 'string' ? value : '';
}

/** What is selected in a text field; '' where its kind tells no selection (an e-mail address, a number). */
export function selectedTextOf(element: Element): string {
  const start = readControl(element, 'selectionStart');
  const end = readControl(element, 'selectionEnd');
  if (typeof start !== 'number' || typeof end !== 'number') return '';
  return textValueOf(element).slice(start, end);
}

export function isChecked(element: Element): boolean {
  return readControl(element, 'checked') === true;
}

export function isIndeterminate(element: Element): boolean {
  return readControl(element, 'indeterminate') === true;
}

/** The chosen options of a select element. */
export function chosenOptionsOf(element: Element): readonly Element[] {
  const options = readControl(element, 'selectedOptions');
  return options instanceof HTMLCollection ? [...options] : [];
}

/** What is drawn of an option: its `label`, where it has one, in the place of what stands in it. */
export const optionTextOf = (option: Element): string =>
  attributeOf(option, 'label') || (option.textContent ?? '');

/** Whether a select's options are shown in a list of the browser's own, and not upon the page. */
export function hasPopupList(element: Element): boolean {
  const size = readControl(element, 'size');
  return readControl(element, 'multiple') !== true && !(typeof size === 'number' && size > 1);
}

/** The names, without folders, of the files that were chosen. */
export function fileNamesOf(element: Element): readonly string[] {
  const files = readControl(element, 'files');
  return files instanceof FileList ? [...files].map(({ name }) => name) : [];
}

export function formOf(element: Element): Element | null {
  const form = readControl(element, 'form');
  return form instanceof Element ? form : null;
}

/** The field that a label element is for; null where it is no label, or labels nothing. */
export function fieldOfLabel(element: Element): Element | null {
  return element instanceof HTMLLabelElement ? element.control : null;
}
