/**
 * The layout of C2SP tlog-tiles: tiles of height 8 at `tile/<L>/<N>[.p/<W>]`,
 * entry bundles at `tile/entries/<N>[.p/<W>]`, the checkpoint at `checkpoint`.
 */
import { TlogError } from './error.ts';
import { hashSizeBytes, type Hash } from './hash.ts';

export const tileWidth = 256;
export const entryMaxBytes = 65_535;
export const checkpointPath = 'checkpoint';

export interface TileRef {
  /** 0 holds leaf hashes; `entries` the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number;
}

export function tileToPath({ level, index, width }: TileRef): string {
  let digits = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    digits = `x${String(rest % 1000).padStart(3, '0')}/${digits}`;
  }
  return `tile/${level}/${digits}${width === tileWidth ? '' : `.p/${width}`}`;
}

const pathPattern =
  /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** The tile of a path, or null where it is none; accepts only what `tileToPath` writes. */
export function pathToTile(path: string): TileRef | null {
  const match = pathPattern.exec(path);
  if (match === null) return null;
  const [, level = '', digits = '', width] = match;
  const tile: TileRef = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return Number.isSafeInteger(tile.index) && tileToPath(tile) === path ? tile : null;
}

/** How many hashes the tile at `level` and `index` has in a tree of `size`: 0 to 256. */
export function tileWidthAt(level: number | 'entries', index: number, size: number): number {
  const hashes = level === 'entries' ? size : Math.floor(size / tileWidth ** level);
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

export function hashesToTile(hashes: readonly Hash[]): Uint8Array {
  const tile = new Uint8Array(hashes.length * hashSizeBytes);
  for (const [at, hash] of hashes.entries()) tile.set(hash, at * hashSizeBytes);
  return tile;
}

/** @throws TlogError badTile unless the tile holds exactly `width` hashes */
export function tileToHashes(tile: Uint8Array, width: number): readonly Hash[] {
  if (tile.length !== width * hashSizeBytes) {
    throw new TlogError({
      code: 'badTile',
      message: `A tile of ${width} hashes has ${tile.length} bytes.`,
      remedy: 'Fetch it again; if it stays so, the log was damaged.',
    });
  }
  return Array.from({ length: width }, (_, at) =>
    tile.subarray(at * hashSizeBytes, (at + 1) * hashSizeBytes),
  );
}

/** Entries with a big-endian uint16 length before each. */
export function entriesToBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  const view = new DataView(bundle.buffer);
  let at = 0;
  for (const entry of entries) {
    view.setUint16(at, entry.length);
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/** @throws TlogError badBundle unless the bundle holds exactly `width` entries and nothing else */
export function bundleToEntries(bundle: Uint8Array, width: number): readonly Uint8Array[] {
  const entries = bundleToLeadingEntries(bundle, width);
  const usedBytes = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
  if (usedBytes !== bundle.length) throw badBundle(width);
  return entries;
}

/** The first `width` entries of a bundle that may hold more. */
export function bundleToLeadingEntries(bundle: Uint8Array, width: number): readonly Uint8Array[] {
  const ends = bundleToEnds(bundle, width);
  return ends.map((end, place) => bundle.subarray((ends[place - 1] ?? 0) + 2, end));
}

/**
 * The entry at `place`, or null where the bundle has so few.
 * @throws TlogError badBundle unless the bundle holds exactly `width` entries and nothing else
 */
export function bundleToEntry(bundle: Uint8Array, width: number, place: number): Uint8Array | null {
  const ends = bundleToEnds(bundle, width);
  if ((ends.at(-1) ?? 0) !== bundle.length) throw badBundle(width);
  const end = ends[place];
  return end === undefined ? null : bundle.subarray((ends[place - 1] ?? 0) + 2, end);
}

/** Where each of the first `width` entries ends. */
function bundleToEnds(bundle: Uint8Array, width: number): readonly number[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const ends: number[] = [];
  let at = 0;
  while (ends.length < width) {
    at = at + 2 <= bundle.length ? at + 2 + view.getUint16(at) : Infinity;
    if (at > bundle.length) throw badBundle(width);
    ends.push(at);
  }
  return ends;
}

function badBundle(width: number): TlogError {
  return new TlogError({
    code: 'badBundle',
    message: `An entry bundle does not hold exactly ${width} entries.`,
    remedy: 'Fetch it again; if it stays so, the log was damaged.',
  });
}
