/**
 * How likely the first look found each word sensitive → what that tells of the words around it: a name
 * stands among names, and what is somebody's in one place is so in another.
 */
import { foldWord } from '../tagger/lexicon.ts';
import type { Cell } from './layout.ts';
import type { Surroundings } from './surroundings.ts';
import type { Word } from './tesseract.ts';
import { bareWord, type Traits } from './word-traits.ts';

const mean = (values: readonly number[]): number =>
  values.length === 0 ? -1 : values.reduce((sum, value) => sum + value, 0) / values.length;
const greatest = (values: readonly number[]): number => Math.max(-1, ...values);

const likely = 0.4;

/** @param chances of the first look, one for each word; -1 stands where there is no such word. */
export function chanceTraits(
  words: readonly { readonly word: Word; readonly cell: Cell }[],
  chances: readonly number[],
  around: ReadonlyMap<Cell, Surroundings>,
): Traits[] {
  const ofCell = new Map<Cell, number[]>();
  const ofText = new Map<string, number[]>();
  for (const [at, { cell, word }] of words.entries()) {
    const chance = chances[at] ?? 0;
    const key = foldWord(bareWord(word.text));
    ofCell.set(cell, [...(ofCell.get(cell) ?? []), chance]);
    ofText.set(key, [...(ofText.get(key) ?? []), chance]);
  }
  const inCell = (cell: Cell | undefined): readonly number[] =>
    (cell === undefined ? undefined : ofCell.get(cell)) ?? [];
  const cellTraits = new Map(
    [...ofCell.keys()].map((cell): [Cell, Traits] => {
      const { above, below, left, right, column = [], row = [] } = around.get(cell) ?? {};
      const means = column.map((other) => mean(inCell(other)));
      const near = column
        .toSorted((a, b) => Math.abs(a.box.y - cell.box.y) - Math.abs(b.box.y - cell.box.y))
        .slice(0, 4)
        .map((other) => mean(inCell(other)));
      return [
        cell,
        {
          'chance.above': mean(inCell(above)),
          'chance.below': mean(inCell(below)),
          'chance.left': mean(inCell(left)),
          'chance.right': mean(inCell(right)),
          'chance.column': mean(means),
          'chance.columnNear': mean(near),
          'chance.columnLikely':
            means.length === 0 ? -1 : means.filter((own) => own > likely).length / means.length,
          'chance.row': mean(row.map((other) => mean(inCell(other)))),
          'chance.rowMost': greatest(row.map((other) => greatest(inCell(other)))),
        },
      ];
    }),
  );
  const screen = mean(chances);
  let at = 0;
  let before: Cell | undefined;
  return words.map(({ cell, word }, index) => {
    at = cell === before ? at + 1 : 0;
    before = cell;
    const own = chances[index] ?? 0;
    const cellChances = inCell(cell);
    const others = cellChances.filter((_, other) => other !== at);
    const same = ofText.get(foldWord(bareWord(word.text))) ?? [];
    const rest = same.length;
    return {
      chance: own,
      'chance.before': cellChances[at - 1] ?? -1,
      'chance.after': cellChances[at + 1] ?? -1,
      'chance.before2': cellChances[at - 2] ?? -1,
      'chance.after2': cellChances[at + 2] ?? -1,
      'chance.cell': mean(others),
      'chance.cellMost': greatest(others),
      'chance.same': rest > 1 ? (mean(same) * rest - own) / (rest - 1) : -1,
      'chance.sameMost': rest > 1 ? greatest(same) : -1,
      'chance.screen': screen,
      ...cellTraits.get(cell),
    };
  });
}
