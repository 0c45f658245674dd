/**
 * Where the index of a session lies: under a name made of its segments, so
 * that the index of other segments (as before a cut) is told from afar, is
 * never read, and is destroyed.
 */
import { sha256Hex } from '@understudy/protocol';
import { destroyFile, listFolder } from '#files';
import { paths, type Home } from './home.ts';
import type { SessionState } from './session-state.ts';

type Indexed = Pick<SessionState, 'session' | 'segments'>;

const prefix = 'index-';

export function indexPath(home: Home, state: Indexed): string {
  return `${paths.session(home, state.session)}/${indexName(state)}`;
}

/** Those of other segments than `state` has; all of them where it has none. */
export async function destroyIndexes(home: Home, state: Indexed): Promise<void> {
  const current = state.segments.length === 0 ? null : indexName(state);
  const folder = paths.session(home, state.session);
  for (const name of await listFolder(folder)) {
    if (name.startsWith(prefix) && name !== current) await destroyFile(`${folder}/${name}`);
  }
}

function indexName({ segments }: Indexed): string {
  const names = segments.map(({ segment }) => segment).join('\n');
  return `${prefix}${sha256Hex(new TextEncoder().encode(names)).slice(0, 32)}.age`;
}
