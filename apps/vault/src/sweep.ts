/** Blobs without a row, finished or not: what a crash left between an erasure's transaction and its deletions. */
import type { VaultWorld } from './world.ts';

/** Run at the start, before anything can be uploaded. Returns how many it removed. */
export async function removeOrphans(world: VaultWorld): Promise<number> {
  let removed = 0;
  for await (const segment of world.blobs.list()) {
    const row = await world.db
      .selectFrom('segments')
      .select('segment')
      .where('segment', '=', segment)
      .executeTakeFirst();
    if (row !== undefined) continue;
    await world.blobs.remove(segment);
    removed += 1;
  }
  return removed;
}
