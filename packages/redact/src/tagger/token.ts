/** A text → its words, numbers and signs, with their places; a line break is a token of its own. */
import { wordOf, type Word } from './word.ts';

export interface Token {
  readonly text: string;
  readonly start: number;
  readonly word: Word;
}

/** Of a sign; 0 where it was not asked for yet. */
const [blank, letter, number, other] = [1, 2, 3, 4];

function readKind(sign: string): number {
  if (/[\p{L}\p{M}]/u.test(sign)) return letter;
  if (/\p{N}/u.test(sign)) return number;
  return sign !== '\n' && /\s/u.test(sign) ? blank : other;
}

const lastUnit = 0xffff;
const kinds = new Uint8Array(lastUnit + 1);

function kindAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0;
  return code > lastUnit
    ? readKind(String.fromCodePoint(code))
    : (kinds[code] ||= readKind(String.fromCharCode(code)));
}

const behind = (text: string, at: number): number =>
  at + ((text.codePointAt(at) ?? 0) > lastUnit ? 2 : 1);

function endOfRun(text: string, start: number, kind: number): number {
  let end = start;
  while (end < text.length && kindAt(text, end) === kind) end = behind(text, end);
  return end;
}

const isApostrophe = (code: number): boolean => code === 0x27 || code === 0x2019;

/** An apostrophe between letters joins them. */
function endOfWord(text: string, start: number): number {
  let end = endOfRun(text, start, letter);
  while (isApostrophe(text.charCodeAt(end)) && kindAt(text, end + 1) === letter)
    end = endOfRun(text, end + 1, letter);
  return end;
}

function endOfToken(text: string, start: number, kind: number): number {
  if (kind === letter) return endOfWord(text, start);
  return kind === number ? endOfRun(text, start, number) : behind(text, start);
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    const kind = kindAt(text, start);
    const end = kind === blank ? start + 1 : endOfToken(text, start, kind);
    if (kind !== blank) {
      const token = text.slice(start, end);
      tokens.push({ text: token, start, word: wordOf(token) });
    }
    start = end;
  }
  return tokens;
}
