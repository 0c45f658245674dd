/**
 * Elements of a pattern in a row → beside which of them no ASCII letter stands, in any text that
 * they match: at a word's edge, before a blank, behind a sign.
 */
import type { AST } from '@eslint-community/regexpp';
import { createMemory } from '../memory.ts';
import { matchesLetter } from './sign-pairs.ts';

/** Stands in a cue for an edge of a word, as `\b` does in a pattern. */
export const wordEdge = '\b';

/** Whether no ASCII letter stands there. */
export interface WordEdges {
  readonly before: boolean;
  readonly after: boolean;
}

/** What an element shows to its neighbour: none, perhaps a letter, or what stands behind it. */
type Face = 'edge' | 'letter' | 'open';

/** Of several, any of which may be there. */
const faceOfAny = (faces: readonly Face[]): Face =>
  faces.includes('letter') ? 'letter' : faces.every((face) => face === 'edge') ? 'edge' : 'open';

const faceOfRow = (faces: readonly Face[]): Face => faces.find((face) => face !== 'open') ?? 'open';

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const takesLetters = createMemory(1000, (raw) => {
  const pattern = new RegExp(`^${raw}$`, 'u');
  return letters.every((letter) => pattern.test(letter));
});

/** `(?<![\p{L}\p{N}])`: no letter may stand there. */
const forbidsLetters = ({ elements: [only, ...others] }: AST.Alternative): boolean =>
  others.length === 0 &&
  (only?.type === 'CharacterClass' || only?.type === 'CharacterSet') &&
  takesLetters(only.raw);

/** @param side of the element that is looked at */
function faceOf(node: AST.Element, side: 'start' | 'end'): Face {
  switch (node.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return matchesLetter(node) ? 'letter' : 'edge';
    case 'Group':
    case 'CapturingGroup':
      return faceOfAny(
        node.alternatives.map(({ elements }) => {
          const faces = elements.map((element) => faceOf(element, side));
          return faceOfRow(side === 'start' ? faces : faces.toReversed());
        }),
      );
    case 'Quantifier': {
      const face = faceOf(node.element, side);
      return node.min === 0 && face === 'edge' ? 'open' : face;
    }
    case 'Assertion':
      return isEdge(node, side) ? 'edge' : 'open';
    case 'Backreference':
      return 'letter';
  }
}

function isEdge(node: AST.Assertion, side: 'start' | 'end'): boolean {
  switch (node.kind) {
    case 'word':
      return !node.negate;
    case 'start':
      return side === 'end';
    case 'end':
      return side === 'start';
    case 'lookbehind':
      return side === 'end' && node.negate && node.alternatives.some(forbidsLetters);
    case 'lookahead':
      return side === 'start' && node.negate && node.alternatives.some(forbidsLetters);
  }
}

/** @param around what stands beside all of them. @returns the edges of those from `from` up to `to` */
export function wordEdgesOf(
  elements: readonly AST.Element[],
  around: WordEdges,
): (from: number, to: number) => WordEdges {
  const starts = elements.map((element) => faceOf(element, 'start'));
  const ends = elements.map((element) => faceOf(element, 'end'));
  const isFree = (face: Face, outer: boolean): boolean =>
    face === 'edge' || (face === 'open' && outer);
  return (from, to) => ({
    before: isFree(faceOfRow(ends.slice(0, from).toReversed()), around.before),
    after: isFree(faceOfRow(starts.slice(to)), around.after),
  });
}
