/**
 * Practice tasks: what somebody is asked, in one of several wordings and with
 * values that nobody else was asked, and what the practice site must have been
 * told when it is done. Drawn by a seed: the same seed gives the same tasks.
 */
import { practiceForms, type PracticeForm, type ValueKind } from './practice-form.ts';

export interface PracticeTask {
  readonly form: PracticeForm;
  /** Values stand in it in quotation marks. */
  readonly instruction: string;
  /** What each field must hold, by its label. */
  readonly values: Readonly<Record<string, string>>;
  readonly button: string;
}

/** A whole number from 0 below `bound`, reproducibly. */
export type Draw = (bound: number) => number;

/** mulberry32. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const words = (text: string): readonly string[] => text.split(' ');
const givenNames = words('Marta Ines Tomasz Aisha Kenji Lucia Pieter Nadia Oskar Yara Bruno Helga');
const surnames = words('Ellingsworth Caldeira Nowicki Rahmani Takeda Ferrante Verhoeven Lindqvist');
const hosts = words('fernpost-mail tidemark-mail quarrynet alderhouse bluewharf');
const streets = words('Tannery Sorrel Quarry Calder Juniper Harbour Linden Orchard');
const towns = words('Bristol Edinburgh Manchester Norwich Leeds Exeter Cardiff Durham');
const subjects = ['Late parcel', 'Wrong colour', 'Invoice missing', 'Broken handle', 'Two boxes'];
const secrets = words('Quiet Maple Rocket Canyon Velvet Thunder Copper Saffron');

export function drawTask(draw: Draw): PracticeTask {
  const one = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item => {
    const item = items[draw(items.length)];
    if (item === undefined) throw new RangeError('There is nothing to draw from.');
    return item;
  };
  const digits = (count: number): string => Array.from({ length: count }, () => draw(10)).join('');
  const drawValue: Readonly<Record<ValueKind, () => string>> = {
    name: () => `${one(givenNames)} ${one(surnames)}`,
    email: () => `${one(givenNames)}.${one(surnames)}@${one(hosts)}.com`.toLowerCase(),
    phone: () => `+44 20 81${digits(2)} ${digits(4)}`,
    street: () => `${1 + draw(98)} ${one(streets)} Street`,
    town: () => one(towns),
    subject: () => one(subjects),
    amount: () => `${10 + draw(900)}.${digits(2)}`,
    password: () => `${one(secrets)}-${one(secrets)}-${digits(2)}!`,
  };
  const form = one(practiceForms);
  const { button, wordings } = one(form.ways);
  const values = Object.fromEntries(
    form.fields.map(({ label, kind }) => [label, drawValue[kind]()]),
  );
  const instruction = one(wordings).replaceAll(
    /\{(?<label>[^}]+)\}/gu,
    (_, label: string) => `"${values[label] ?? ''}"`,
  );
  return { form, instruction, values, button };
}
