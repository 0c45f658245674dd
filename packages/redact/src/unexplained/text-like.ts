/**
 * A picture, and where texts are told to stand in it → lines of ink beside these that look like
 * text. Structure that is late, wrong or silent about a text leaves it bare: such a line is covered.
 *
 * Letters change between ink and ground along a row several times within their own height, stand
 * near to each other, and fill a line that is low and wide. An icon is about as high as wide, a
 * rule changes once, a photograph fills more than a line.
 */
import { intersectBoxes, type Box, type Size } from '@understudy/recording';

/** Of 255, in the channel that changes most from one pixel to the next: grey text on white has about 50. */
const leastStep = 28;
/** Between letters, and between the words of a small text. */
const joinPx = 6;
const leastHeight = 5;
const mostHeight = 48;
/** Of letters with what they have above and below. */
const usualHeight = 14;
/** Of a line's height: four letters. */
const leastWidth = 1.7;
/** Changes along a row of a line, for each of its heights of width: an `o` has four in two thirds. */
const leastChanges = 1.1;
/** Rows of a line on which anything changes. */
const leastRows = 0.7;
/** So many rows a rule may miss where another one crosses it. */
const crossingPx = 3;
/** A told box is of its text, rounded. */
const marginPx = 3;

interface Run {
  readonly left: number;
  readonly right: number;
  readonly changes: number;
}

interface Line extends Run {
  readonly top: number;
  readonly bottom: number;
  /** Rows on which anything of it changes. */
  readonly rows: number;
}

/**
 * All of a picture is looked at each time: a cover lasts as long as each picture tells of it.
 * @param pixels four bytes each, the fourth of no matter
 * @param told where texts (and pictures, which are covered anyway) are known to stand
 */
export function findTextLike(pixels: Uint8Array, size: Size, told: readonly Box[]): Box[] {
  return linesIn(markChanges(pixels, size, told), size);
}

/** One byte a pixel: 1 where it is unlike the one left of it, and nothing is told there. */
function markChanges(
  pixels: Uint8Array,
  { width, height }: Size,
  told: readonly Box[],
): Uint8Array {
  const aligned = pixels.byteOffset % 4 === 0 ? pixels : pixels.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
  const marks = new Uint8Array(width * height);
  const marked = new Uint16Array(width);
  for (let row = 0; row < height; row += 1) {
    const from = row * width;
    let before = words[from] ?? 0;
    for (let column = 1; column < width; column += 1) {
      const word = words[from + column] ?? 0;
      if (word === before) continue;
      if (isStep(word, before)) {
        marks[from + column] = 1;
        marked[column] = (marked[column] ?? 0) + 1;
      }
      before = word;
    }
  }
  for (const [column, rows] of marked.entries())
    if (rows > mostHeight) clearRules(marks, { width, height }, column);
  for (const box of told) clearPlace(marks, { width, height }, box);
  return marks;
}

function isStep(word: number, before: number): boolean {
  return (
    Math.abs((word & 255) - (before & 255)) > leastStep ||
    Math.abs(((word >>> 8) & 255) - ((before >>> 8) & 255)) > leastStep ||
    Math.abs(((word >>> 16) & 255) - ((before >>> 16) & 255)) > leastStep
  );
}

/**
 * What is higher than any letter is the side of a table's cells or of a frame, which would join line
 * to line; where it crosses another it may be broken.
 */
function clearRules(marks: Uint8Array, { width, height }: Size, column: number): void {
  let began = 0;
  let last = -1;
  for (let row = 0; row <= height; row += 1) {
    if (row < height && marks[row * width + column] !== 1) continue;
    if (row < height && row - last <= crossingPx) {
      last = row;
      continue;
    }
    if (last - began >= mostHeight)
      for (let at = began; at <= last; at += 1) marks[at * width + column] = 0;
    began = row;
    last = row;
  }
}

function clearPlace(marks: Uint8Array, size: Size, { x, y, width, height }: Box): void {
  const left = Math.floor(x) - marginPx;
  const top = Math.floor(y) - marginPx;
  const shared = intersectBoxes(
    {
      x: left,
      y: top,
      width: Math.ceil(x + width) + marginPx - left,
      height: Math.ceil(y + height) + marginPx - top,
    },
    { x: 0, y: 0, ...size },
  );
  if (shared === null) return;
  for (let row = shared.y; row < shared.y + shared.height; row += 1) {
    const from = row * size.width + shared.x;
    marks.fill(0, from, from + shared.width);
  }
}

/** Runs of changes that are near to each other on a row, joined to those of the rows above. */
function linesIn(marks: Uint8Array, { width, height }: Size): Box[] {
  const done: Line[] = [];
  let open: readonly Line[] = [];
  for (let row = 0; row < height; row += 1) {
    const runs = runsOf(marks.subarray(row * width, (row + 1) * width));
    const joined = runs.length === 0 ? open : join(open, runs, row);
    // A row may lie between an `i` and its dot.
    const isOver = ({ bottom }: Line): boolean => row - bottom >= 2;
    if (joined.some(isOver)) done.push(...joined.filter(isOver));
    open = joined.filter((line) => !isOver(line));
  }
  return [...done, ...open].filter(looksLikeText).map((line) => ({
    x: line.left - 1,
    y: line.top,
    width: line.right - line.left + 2,
    height: line.bottom - line.top + 1,
  }));
}

/** Both from left to right, and further from each other than what is joined; so is what comes of them. */
function join(open: readonly Line[], runs: readonly Run[], row: number): readonly Line[] {
  const joined: Line[] = [];
  let at = 0;
  for (const run of runs) {
    for (
      let next = open[at];
      next !== undefined && next.right + joinPx < run.left;
      next = open[at]
    ) {
      joined.push(next);
      at += 1;
    }
    const last = joined.at(-1);
    let line = last !== undefined && last.right + joinPx >= run.left ? joined.pop() : undefined;
    for (
      let next = open[at];
      next !== undefined && next.left <= run.right + joinPx;
      next = open[at]
    ) {
      line = line === undefined ? next : merge(line, next);
      at += 1;
    }
    joined.push(line === undefined ? begin(run, row) : extend(line, run, row));
  }
  return [...joined, ...open.slice(at)];
}

const begin = (run: Run, row: number): Line => ({ ...run, top: row, bottom: row, rows: 1 });

const extend = (line: Line, run: Run, row: number): Line => ({
  left: Math.min(line.left, run.left),
  right: Math.max(line.right, run.right),
  changes: line.changes + run.changes,
  top: line.top,
  bottom: row,
  rows: line.rows + (line.bottom === row ? 0 : 1),
});

const merge = (line: Line, other: Line): Line => ({
  left: Math.min(line.left, other.left),
  right: Math.max(line.right, other.right),
  changes: line.changes + other.changes,
  top: Math.min(line.top, other.top),
  bottom: Math.max(line.bottom, other.bottom),
  rows: Math.max(line.rows, other.rows),
});

function runsOf(row: Uint8Array): Run[] {
  const runs: Run[] = [];
  let left = row.indexOf(1);
  let right = left;
  let changes = 0;
  for (let column = left; column >= 0; column = row.indexOf(1, column + 1)) {
    if (column - right > joinPx) {
      runs.push({ left, right, changes });
      left = column;
      changes = 0;
    }
    right = column;
    changes += 1;
  }
  if (changes > 0) runs.push({ left, right, changes });
  return runs;
}

function looksLikeText({ left, right, top, bottom, changes, rows }: Line): boolean {
  const width = right - left + 1;
  const height = bottom - top + 1;
  if (
    height < leastHeight ||
    rows < leastRows * height ||
    width < leastWidth * Math.min(height, mostHeight)
  )
    return false;
  // Lines that stand so close that their letters touch are one block: as full of changes as a line of small text.
  return changes / rows / width >= leastChanges / (height > mostHeight ? usualHeight : height);
}
