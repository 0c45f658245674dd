/**
 * Everything of one person on this device as one age file for any recipient:
 * a tar of MCAP files (opened and sealed anew, in memory), receipts,
 * withdrawals, erasure receipts, manifests and what is always covered, as
 * `understudy cover --set` takes it.
 */
import { createTarPacker, type TarPackController } from 'modern-tar';
import { parseAgeRecipient, sealArchive } from '@understudy/seal';
import { listFolder, readBytesIfThere } from '#files';
import { paths, type Home } from './home.ts';
import { openOwnBytes } from './review/open-own.ts';
import { readRules } from './rules.ts';
import { listSessions } from './sessions.ts';

export interface TakeoutOptions {
  readonly onProgress?: (segments: number, totalSegments: number) => void;
  readonly signal?: AbortSignal;
}

/** @throws SealError `badRecipient` before the first byte; CompanionError on a broken segment */
export function takeout(
  home: Home,
  recipient: string,
  options: TakeoutOptions = {},
): AsyncIterable<Uint8Array> {
  return sealArchive(tarOf(home, options), [parseAgeRecipient(recipient)]);
}

/** Streams: one segment in memory at a time. */
async function* tarOf(home: Home, options: TakeoutOptions): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker();
  const filled = fill(home, controller, options).then(
    () => controller.finalize(),
    (error: unknown) => controller.error(error),
  );
  yield* readable;
  await filled;
}

async function fill(
  home: Home,
  pack: TarPackController,
  { onProgress, signal }: TakeoutOptions,
): Promise<void> {
  for (const folder of ['programs', 'receipts', 'withdrawals', 'erasures']) {
    for (const name of await listFolder(`${home.dir}/${folder}`)) {
      const bytes = await readBytesIfThere(`${home.dir}/${folder}/${name}`);
      if (bytes !== null && name.endsWith('.jws')) await add(pack, `${folder}/${name}`, bytes);
    }
  }
  const rules = await readRules(home);
  if (Object.values(rules).some((some) => some.length > 0)) {
    await add(pack, 'cover.json', new TextEncoder().encode(`${JSON.stringify(rules)}\n`));
  }
  const sessions = (await listSessions(home)).filter(
    ({ status }) => status.kind !== 'deleted' && status.kind !== 'erased',
  );
  const total = sessions.reduce((sum, { segments }) => sum + segments.length, 0);
  let done = 0;
  for (const state of sessions) {
    const manifest = await readBytesIfThere(paths.manifest(home, state.session));
    if (manifest !== null) await add(pack, `sessions/${state.session}/manifest.jws`, manifest);
    for (const line of state.segments) {
      const name = `sessions/${state.session}/${String(line.index).padStart(5, '0')}.mcap`;
      signal?.throwIfAborted();
      await add(pack, name, await openOwnBytes(home, state, line));
      done += 1;
      onProgress?.(done, total);
    }
  }
}

/** Waits until the archive has taken it, so that no more than one file waits in memory. */
async function add(pack: TarPackController, name: string, bytes: Uint8Array): Promise<void> {
  const writer = pack.add({ name, size: bytes.byteLength, mode: 0o600, type: 'file' }).getWriter();
  await writer.write(bytes);
  await writer.close();
}
