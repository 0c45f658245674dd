/**
 * Looks at the dataset's frames as a person would: the control that a click
 * names is to be read at its place in the frame before it, and no planted value
 * is to be read in any frame.
 */
import type { PlantedValue } from '@understudy/lab';
import sharp from 'sharp';
import type { DemoStep } from './dataset.ts';
import { readPicture, toReadable } from './ocr.ts';

/** Shorter than this, letters and digits come together by chance. */
const shortestReadable = 7;
const leastLikeness = 0.5;
/** Share of a frame's pixels. */
const mostCovered = 0.3;
/** The grey that redact covers with, in each channel. */
const coverValue = 0x80;

export interface PictureFindings {
  readonly problems: readonly string[];
  /** How many click targets could be read by their names: a check of the check. */
  readonly labelsRead: number;
  readonly frames: number;
}

export async function lookAtPictures(
  steps: readonly DemoStep[],
  planted: readonly PlantedValue[],
  parallel: number,
): Promise<PictureFindings> {
  const problems: string[] = [];
  let labelsRead = 0;
  const stepOf = (image: string): string =>
    String(steps.find((step) => step.image === image)?.index ?? '?');

  await forEach(steps, parallel, async (step) => {
    if (step.kind !== 'click' || step.target === null || !isLabelled(step.target.role)) return;
    const read = toReadable(await readPicture(step.image, step.target.box));
    const name = toReadable(step.target.name);
    if (name.length < 3) return;
    // A control's name may say more than it shows: "Open C-1042" on a button "Open".
    const isPart = read.length >= 3 && name.includes(read);
    if (isPart || likeness(read, name) >= leastLikeness) labelsRead += 1;
    else problems.push(`The target of step ${step.index} is not to be seen in its frame.`);
  });

  const images = [...new Set(steps.map(({ image }) => image))];
  await forEach(images, parallel, async (image) => {
    if ((await shareCovered(image)) <= mostCovered) return;
    problems.push(`The frame of step ${stepOf(image)} is mostly covered: it shows no work.`);
  });
  const wanted = planted
    .map(({ kind, value }) => ({ kind, text: toReadable(value) }))
    .filter(({ text }) => text.length >= shortestReadable);
  await forEach(images, parallel, async (image) => {
    const read = toReadable(await readPicture(image));
    for (const { kind, text } of wanted) {
      if (!read.includes(text)) continue;
      problems.push(`A planted ${kind} can be read in the frame of step ${stepOf(image)}.`);
    }
  });
  return { problems, labelsRead, frames: images.length };
}

async function shareCovered(image: string): Promise<number> {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let covered = 0;
  for (let at = 0; at < data.length; at += info.channels) {
    if (data[at] === coverValue && data[at + 1] === coverValue && data[at + 2] === coverValue) {
      covered += 1;
    }
  }
  return covered / (info.width * info.height);
}

/** The share of the name's pairs of letters that was read (Dice's coefficient): OCR errs now and then. */
function likeness(read: string, name: string): number {
  const pairs = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const seen = pairs(read);
  const wanted = pairs(name);
  return wanted.filter((pair) => seen.includes(pair)).length / wanted.length;
}

/** Controls that show their own name. */
function isLabelled(role: string): boolean {
  return ['button', 'link', 'push button', 'menuitem', 'tab'].includes(role);
}

async function forEach<Item>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
