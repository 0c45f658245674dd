/**
 * A long number, an address of the net or a code that is covered in one place of a screen is covered
 * in all of it: read once more with a full stop lost, or with an l for a 1, it is the same. So is a
 * name in the names of files.
 */
import { matchesOf } from '../matches.ts';
import type { SensitiveKind, Span } from '../span.ts';
import { classOfWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';
import { mergeSpans } from '../text/merge.ts';
import type { Cell } from './layout.ts';
import { mistaken } from './mend-digits.ts';

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
/** Accounts of people that no list knows as a word: who is logged in owns files, too. */
const isAccount = ({ kind, rule, confidence }: Span, value: string): boolean =>
  kind === 'handle' &&
  ((/^@?[\p{L}\d._-]{5,40}$/u.test(value) &&
    classOfWord(value.replace('@', '').toLowerCase()) === 0) ||
    // Of a prompt: the next one may have been read worse.
    (rule === 'ocr.prompt' &&
      confidence >= surePrompt &&
      /^\p{Ll}[\p{Ll}\d._-]{2,40}$/u.test(value)));
const surePrompt = 0.85;
/** "Chinwe Okereke", of no common words: the kind is as unsure as the word. */
const isNamed: ReadonlySet<SensitiveKind> = new Set(['name', 'location', 'unknown']);
const isFullName = ({ kind }: Span, value: string): boolean =>
  isNamed.has(kind) &&
  /^\p{Lu}[\p{L}'’-]{2,24}(?: \p{Lu}[\p{L}'’-]{2,24}){1,2}$/u.test(value) &&
  value.split(' ').every((part) => classOfWord(part.toLowerCase()) !== 1);
const leastSigns = 7;
const leastDigits = 3;

/** One letter or digit of a text, as it may be mistaken, and where it stands. */
interface Sign {
  readonly sign: string;
  readonly start: number;
  readonly end: number;
}

/** One code unit for each, so that places in a key are places of signs ("İ" has two in lower case). */
const foldSign = (sign: string): string => {
  const lower = sign.toLowerCase();
  return (mistaken[sign] ?? mistaken[lower] ?? mistaken[sign.toUpperCase()] ?? lower).charAt(0);
};

const signsOf = (text: string): Sign[] =>
  matchesOf(/[\p{L}\p{N}|!§]/gu, text).map(({ 0: sign, index }) => ({
    sign: foldSign(sign),
    start: index,
    end: index + sign.length,
  }));

const keyOf = (signs: readonly Sign[]): string => signs.map(({ sign }) => sign).join('');

const isWordSign = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));

/** Where the values stand in a text as whole words. */
function placesIn(
  text: string,
  values: ReadonlyMap<string, Span>,
  lengths: readonly number[],
): Span[] {
  const signs = signsOf(text);
  const all = keyOf(signs);
  const isEnd = signs.map(({ end }) => !isWordSign(text, end));
  return signs.flatMap(({ start }, from) => {
    if (isWordSign(text, start - 1)) return [];
    return lengths.flatMap((length): Span[] => {
      const last = from + length - 1;
      const value = isEnd[last] === true ? values.get(all.slice(from, last + 1)) : undefined;
      return value === undefined ? [] : [{ ...value, start, end: signs[last]?.end ?? start }];
    });
  });
}

/** Who is logged in, before the sign of an address or a prompt: "ayla@bench7:~$". */
const logins = /(?<![\p{L}\p{N}._-])(?<login>\p{L}[\p{L}\d._-]{1,39})(?=[@©®][\p{L}\d])/gu;

interface Login {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const loginsIn = (text: string): Login[] =>
  matchesOf(logins, text).flatMap(({ 0: login, index }) =>
    isRole(login) ? [] : [{ key: keyOf(signsOf(login)), start: index, end: index + login.length }],
  );

/** A line of its own, as a shell answers who is logged in. */
const loneLogin = (text: string): Login[] =>
  /^\p{Ll}[\p{Ll}\d._-]{1,39}$/u.test(text) && !isRole(text)
    ? [{ key: keyOf(signsOf(text)), start: 0, end: text.length }]
    : [];

/** Of prompts that are alike one may be judged otherwise than the rest: who is covered in one is in all. */
function coverSameLogins(decided: ReadonlyMap<Cell, readonly Span[]>): Map<Cell, Span[]> {
  const covered = new Map<string, Span>();
  for (const [{ text }, spans] of decided)
    for (const { key, start, end } of loginsIn(text)) {
      const over = spans.find((span) => span.start <= start && span.end >= end);
      if (over !== undefined) covered.set(key, over);
    }
  return new Map(
    [...decided].map(([cell, spans]) => {
      const same = [...loginsIn(cell.text), ...loneLogin(cell.text)].flatMap(
        ({ key, start, end }): Span[] => {
          const over = covered.get(key);
          return over === undefined ? [] : [{ ...over, kind: 'handle', start, end }];
        },
      );
      return [cell, same.length === 0 ? [...spans] : mergeSpans([...spans, ...same])];
    }),
  );
}

/** @param decided for each cell what is covered of it. @returns the same, with each value wherever it stands. */
export function coverSameValues(decided: ReadonlyMap<Cell, readonly Span[]>): Map<Cell, Span[]> {
  const values = new Map<string, Span>();
  const names = new Map<string, Span>();
  for (const [{ text }, spans] of decided)
    for (const span of spans) {
      const value = text.slice(span.start, span.end);
      const key = keyOf(signsOf(value));
      const digits = value.replace(/\D/gu, '').length;
      if (
        isAccount(span, value) ||
        (isCoded.has(span.kind) && key.length >= leastSigns && digits >= leastDigits)
      )
        values.set(key, span);
      if (key.length >= leastSigns && isFullName(span, value)) names.set(key, span);
    }
  const lengthsOf = (found: ReadonlyMap<string, Span>): number[] => [
    ...new Set(found.keys().map((key) => key.length)),
  ];
  const lengths = lengthsOf(values);
  const nameLengths = lengthsOf(names);
  return coverSameLogins(
    new Map(
      [...decided].map(([cell, spans]) => {
        const same = [
          ...placesIn(cell.text, values, lengths),
          // Joined as in the name of a file: scan-chinwe-okereke.jpg
          ...placesIn(cell.text, names, nameLengths).filter(
            ({ start, end }) => !/\s/u.test(cell.text.slice(start, end)),
          ),
        ];
        return [cell, same.length === 0 ? [...spans] : mergeSpans([...spans, ...same])];
      }),
    ),
  );
}
