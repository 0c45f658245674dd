/**
 * Where in a word's box its signs stand. Only the box of the whole word was read: in a face whose
 * signs are of one width they stand at even steps, in any other as wide as sans-serif letters are.
 * Measured on 443 drawn screens: all but one in 25 within half a sign there, and within one and a
 * half here (even steps alone: within three and a half).
 */
import type { Box } from '@understudy/recording';
import { widthOfText } from '../pixels/glyph-widths.ts';
import type { Cell } from './layout.ts';
import type { Word } from './tesseract.ts';

/** Shorter words tell little of a face: an i or an m more changes them. */
const leastSigns = 4;
const leastWords = 5;
/** In parts of a step. */
const evenWithin = 0.04;
const leastEven = 0.75;
/** In heights of a line: what is further away, or of another size, is of another face. */
const furthest = 12;
const sizeWithin = 0.25;

const stepOf = ({ text, box }: Word): number => box.width / text.length;

const isNear = (a: number, b: number, share: number): boolean => Math.abs(a - b) <= share * b;

/** The step of the face around a cell, where its signs are of one width; null otherwise. */
export function evenStepAround(cell: Cell, cells: readonly Cell[]): number | null {
  const { height, y } = cell.box;
  const steps = cells
    .filter(
      ({ box }) =>
        Math.abs(box.y - y) < furthest * height && isNear(box.height, height, sizeWithin),
    )
    .flatMap(({ words }) => words.filter(({ text }) => text.length >= leastSigns).map(stepOf))
    .toSorted((a, b) => a - b);
  const step = steps[Math.floor(steps.length / 2)];
  if (step === undefined || steps.length < leastWords) return null;
  const even = steps.filter((one) => isNear(one, step, evenWithin));
  return even.length >= leastEven * steps.length ? step : null;
}

/** Signs of a long code that were not read shift where it seems to begin. */
const unreadShare = 0.08;
/** In signs: how far a place may be off. */
const slackEven = 0.5;
const slack = 0.8;

/** @param first, last signs of the word. @returns the part of its box that holds them, and what of their places is unsure. */
export function partOfWord(word: Word, first: number, last: number, evenStep: number | null): Box {
  const { text, box } = word;
  const step = stepOf(word);
  const isEven = evenStep !== null && isNear(step, evenStep, evenWithin);
  // What covers more: a sign that was not read widens the steps, and of a face nobody can be sure.
  const before = (count: number): readonly number[] => [
    count * step,
    isEven ? count * evenStep : (box.width * widthOfText(text.slice(0, count))) / widthOfText(text),
  ];
  const room = (isEven ? slackEven : slack) * step;
  const isBehindSign = /[=:]["'([{]{0,2}$/u.test(text.slice(0, first));
  const unread = isBehindSign && !isEven ? unreadShare * (text.length - first) * step : 0;
  const x = box.x + Math.max(0, Math.min(...before(first)) - room - unread);
  const end = Math.min(box.x + box.width, box.x + Math.max(...before(last)) + room);
  return { ...box, x, width: end - x };
}
