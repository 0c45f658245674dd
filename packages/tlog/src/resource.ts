/**
 * Reading resources of a log as they are served. A partial tile is the start
 * of every wider one, so only the newest partial tile is stored, and any
 * older one that a reader asks for is cut from it.
 */
import { parseCheckpointText } from './checkpoint.ts';
import { hashSizeBytes } from './hash.ts';
import { parseNote } from './note.ts';
import type { LogStorage } from './storage.ts';
import {
  bundleToLeadingEntries,
  checkpointPath,
  entriesToBundle,
  pathToTile,
  tileToPath,
  tileWidth,
  tileWidthAt,
  type TileRef,
} from './tile.ts';

/** The last checkpoint that witnesses cosigned; it may lag behind `checkpoint`. */
export const witnessedPath = 'witnessed';

/** What a reader needs: a resource by its path, or null where the log has none. */
export type ReadResource = (path: string) => Promise<Uint8Array | null>;

/** The bytes to serve at `path`, or null: "not found". Safe for any path from outside. */
export async function readLogResource(
  storage: Pick<LogStorage, 'read'>,
  path: string,
): Promise<Uint8Array | null> {
  if (path === checkpointPath || path === witnessedPath || isIndexPath(path)) {
    return storage.read(path);
  }
  const tile = pathToTile(path);
  if (tile === null) return null;
  return (await storage.read(path)) ?? (await readFromWider(storage, tile));
}

export function isIndexPath(path: string): boolean {
  return /^index\/(0|[1-9][0-9]{0,15})\/(root|[0-9a-f])$/.test(path);
}

async function readFromWider(
  storage: Pick<LogStorage, 'read'>,
  tile: TileRef,
): Promise<Uint8Array | null> {
  const head = await storage.read(checkpointPath);
  if (head === null) return null;
  const { size } = parseCheckpointText(parseNote(head).text);
  const width = tileWidthAt(tile.level, tile.index, size);
  if (width < tile.width || (width === tile.width && width !== tileWidth)) return null;
  const wider =
    (await storage.read(tileToPath({ ...tile, width }))) ??
    (await storage.read(tileToPath({ ...tile, width: tileWidth })));
  if (wider === null) return null;
  return tile.level === 'entries'
    ? entriesToBundle(bundleToLeadingEntries(wider, tile.width))
    : wider.subarray(0, tile.width * hashSizeBytes);
}
