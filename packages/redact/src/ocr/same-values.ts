/**
 * What is covered in one place of a screen is covered in all of it: a number or an address that was
 * read once more with a full stop lost, or with an l for a 1, is the same.
 */
import type { SensitiveKind, Span } from '../span.ts';
import { mergeSpans } from '../text/merge.ts';
import type { Cell } from './layout.ts';
import { mistaken } from './loose-rules.ts';

/**
 * Kinds whose values are told by their signs, and seldom wrongly: what is taken for a phone or an account
 * may be an hour or an order.
 */
const isCoded: ReadonlySet<SensitiveKind> = new Set([
  'email',
  'card',
  'iban',
  'nationalId',
  'medicalId',
  'employeeId',
  'ip',
  'mac',
  'secret',
]);
const leastSigns = 7;
const leastDigits = 3;

/** One letter or digit of a text, as it may be mistaken, and where it stands. */
interface Sign {
  readonly sign: string;
  readonly start: number;
  readonly end: number;
}

const signsOf = (text: string): Sign[] =>
  Array.from(text.matchAll(/[\p{L}\p{N}|!§]/gu)).map(({ 0: sign, index }) => ({
    sign: (mistaken[sign] ?? sign).toLowerCase(),
    start: index,
    end: index + sign.length,
  }));

const keyOf = (signs: readonly Sign[]): string => signs.map(({ sign }) => sign).join('');

const isWordSign = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));

function stretchesOf(
  key: string,
  text: string,
  signs: readonly Sign[],
  all: string,
): Pick<Span, 'start' | 'end'>[] {
  const found: Pick<Span, 'start' | 'end'>[] = [];
  for (let from = all.indexOf(key); from >= 0; from = all.indexOf(key, from + 1)) {
    const start = signs[from]?.start ?? 0;
    const end = signs[from + key.length - 1]?.end ?? 0;
    if (!isWordSign(text, start - 1) && !isWordSign(text, end)) found.push({ start, end });
  }
  return found;
}

/** @param decided for each cell what is covered of it. @returns the same, with each value wherever it stands. */
export function coverSameValues(decided: ReadonlyMap<Cell, readonly Span[]>): Map<Cell, Span[]> {
  const values = new Map<string, Span>();
  for (const [{ text }, spans] of decided)
    for (const span of spans) {
      const value = text.slice(span.start, span.end);
      const key = keyOf(signsOf(value));
      const digits = value.replace(/\D/gu, '').length;
      if (isCoded.has(span.kind) && key.length >= leastSigns && digits >= leastDigits)
        values.set(key, span);
    }
  return new Map(
    [...decided].map(([cell, spans]) => {
      const signs = signsOf(cell.text);
      const all = keyOf(signs);
      const same = [...values].flatMap(([key, { kind, rule, confidence }]) =>
        stretchesOf(key, cell.text, signs, all).map((place) => ({
          ...place,
          kind,
          rule,
          confidence,
        })),
      );
      return [cell, same.length === 0 ? [...spans] : mergeSpans([...spans, ...same])];
    }),
  );
}
