/** Appends one entry after the other and says each size once it is durable, until it is killed. */
import { openFileStorage } from '../src/file-storage.ts';
import { openTileLog } from '../src/tile-log.ts';
import { readKey } from './append-forever-key.ts';

const [, , dir = '', key = ''] = process.argv;
const log = await openTileLog(await openFileStorage(dir), readKey(key).signer);
for (;;) {
  await log.append([new TextEncoder().encode(`entry ${log.size()}`)]);
  process.stdout.write(`${log.size()}\n`);
}
