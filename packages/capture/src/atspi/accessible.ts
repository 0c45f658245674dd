/** Questions to one accessible object, and their answers as plain values. */
import type { Box } from '@understudy/recording';
import type { AtspiBus } from './bus.ts';
import type { AccessibleRef } from './questions.ts';
import { states } from './roles.ts';

const names = {
  accessible: 'org.a11y.atspi.Accessible',
  collection: 'org.a11y.atspi.Collection',
  component: 'org.a11y.atspi.Component',
  document: 'org.a11y.atspi.Document',
  text: 'org.a11y.atspi.Text',
  properties: 'org.freedesktop.DBus.Properties',
};
const screenCoordinates = 0;
/** Lines of a text; AtspiTextGranularity LINE. */
const lineGranularity = 3;

export interface Accessible {
  readonly role: (at: AccessibleRef) => Promise<number>;
  readonly name: (at: AccessibleRef) => Promise<string>;
  readonly stateWords: (at: AccessibleRef) => Promise<readonly number[]>;
  readonly attributes: (at: AccessibleRef) => Promise<Readonly<Record<string, string>>>;
  readonly children: (at: AccessibleRef) => Promise<readonly AccessibleRef[]>;
  /** null: not on the screen. */
  readonly extents: (at: AccessibleRef) => Promise<Box | null>;
  /** Everything below that has all of the states, in the order of the document. */
  readonly descendants: (
    at: AccessibleRef,
    wanted: readonly (keyof typeof states)[],
  ) => Promise<readonly AccessibleRef[]>;
  readonly documentUrl: (at: AccessibleRef) => Promise<string>;
  readonly text: (at: AccessibleRef, first: number, last: number) => Promise<string>;
  readonly textLength: (at: AccessibleRef) => Promise<number>;
  readonly offsetAt: (at: AccessibleRef, x: number, y: number) => Promise<number>;
  readonly lineAt: (at: AccessibleRef, offset: number) => Promise<TextLine>;
  readonly rangeExtents: (at: AccessibleRef, first: number, last: number) => Promise<Box | null>;
}

interface TextLine {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

export function createAccessible(bus: AtspiBus): Accessible {
  const property = async (at: AccessibleRef, of: string, name: string): Promise<unknown> => {
    const [found] = await bus.call({
      to: at,
      interface: names.properties,
      member: 'Get',
      signature: 'ss',
      body: [of, name],
    });
    return isVariant(found) ? found.value : undefined;
  };
  const ask = (at: AccessibleRef, of: string, member: string) =>
    bus.call({ to: at, interface: of, member });
  return {
    role: async (at) => toNumber((await ask(at, names.accessible, 'GetRole'))[0]),
    name: async (at) => toText(await property(at, names.accessible, 'Name')),
    stateWords: async (at) => toNumbers((await ask(at, names.accessible, 'GetState'))[0]),
    attributes: async (at) => toRecord((await ask(at, names.accessible, 'GetAttributes'))[0]),
    children: async (at) => toRefs((await ask(at, names.accessible, 'GetChildren'))[0]),
    extents: async (at) =>
      toBox(
        await bus.call({
          to: at,
          interface: names.component,
          member: 'GetExtents',
          signature: 'u',
          body: [screenCoordinates],
        }),
      ),
    descendants: async (at, wanted) => {
      const words = [0, 0];
      for (const name of wanted) {
        const bit = states[name];
        words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
      }
      const all = 1;
      const canonicalOrder = 1;
      const rule = [words, all, {}, all, [], all, [], all, false];
      const [found] = await bus.call({
        to: at,
        interface: names.collection,
        member: 'GetMatches',
        signature: '(aiia{ss}iaiiasib)uib',
        body: [rule, canonicalOrder, 0, true],
      });
      return toRefs(found);
    },
    documentUrl: async (at) => {
      // Chromium calls it URI, Firefox and WebKitGTK DocURL.
      for (const name of ['URI', 'DocURL']) {
        const [found] = await bus.call({
          to: at,
          interface: names.document,
          member: 'GetAttributeValue',
          signature: 's',
          body: [name],
        });
        if (toText(found) !== '') return toText(found);
      }
      return '';
    },
    text: async (at, first, last) =>
      toText(
        (
          await bus.call({
            to: at,
            interface: names.text,
            member: 'GetText',
            signature: 'ii',
            body: [first, last],
          })
        )[0],
      ),
    textLength: async (at) => toNumber(await property(at, names.text, 'CharacterCount')),
    offsetAt: async (at, x, y) =>
      toNumber(
        (
          await bus.call({
            to: at,
            interface: names.text,
            member: 'GetOffsetAtPoint',
            signature: 'iiu',
            body: [x, y, screenCoordinates],
          })
        )[0],
      ),
    lineAt: async (at, offset) => {
      const [text, first, last] = await bus.call({
        to: at,
        interface: names.text,
        member: 'GetStringAtOffset',
        signature: 'iu',
        body: [offset, lineGranularity],
      });
      return { text: toText(text), first: toNumber(first), last: toNumber(last) };
    },
    rangeExtents: async (at, first, last) =>
      toBox([
        await bus.call({
          to: at,
          interface: names.text,
          member: 'GetRangeExtents',
          signature: 'iiu',
          body: [first, last, screenCoordinates],
        }),
      ]),
  };
}

// What comes over the bus is another program's: every value is checked.

function isVariant(value: unknown): value is { readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'value' in value;
}

function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toNumbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(toNumber) : [];
}

function toRecord(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, toText(text)]));
}

function toRefs(value: unknown): readonly AccessibleRef[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [name, path]: unknown[] = entry;
    return typeof name === 'string' && typeof path === 'string' ? [{ name, path }] : [];
  });
}

function toBox([corners]: readonly unknown[]): Box | null {
  const [x = 0, y = 0, width = 0, height = 0] = toNumbers(corners);
  return width > 1 && height > 1 && x > -32_768 && y > -32_768 ? { x, y, width, height } : null;
}
