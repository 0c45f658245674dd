/** Ties trust file and config to the root key: changed at rest, they keep the keeper sealed. */
import { jsonToCanonicalBytes, type JsonValue } from '@understudy/base';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { configSchema } from './config.ts';
import { KeeperError } from './error.ts';
import type { Tagger } from './keys/tag.ts';
import { readJson, writeJsonDurably } from './store/durable.ts';
import type { Places } from './store/places.ts';
import { readTrust } from './trust.ts';

const schema = z.object({
  tag: z.string(),
  /** Of the settings that were about to replace these: a crash may have come before or after. */
  next: z.string().optional(),
});

async function readSettings(places: Places): Promise<Record<string, JsonValue>> {
  const settings = {
    trust: await readTrust(places.trust),
    config: await readJson(places.config, configSchema),
  };
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(settings)));
}

export async function tagSettings(places: Places, { tag }: Tagger): Promise<void> {
  await writeJsonDurably(places.settingsTag, { tag: tag('settings', await readSettings(places)) });
}

/** From here on the settings may be these or those with `trust`, until `tagSettings` is called again. */
export async function tagNextSettings(
  places: Places,
  { tag }: Tagger,
  trust: JsonValue,
): Promise<void> {
  const settings = await readSettings(places);
  await writeJsonDurably(places.settingsTag, {
    tag: tag('settings', settings),
    next: tag('settings', { ...settings, trust }),
  });
}

/** What the log says of them at each unsealing, hexadecimal: a change shows, and no key with it. */
export async function settingsToSha256(places: Places): Promise<string> {
  const bytes = jsonToCanonicalBytes(await readSettings(places));
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws KeeperError damaged where trust or config are not what was set up with this root. */
export async function requireOwnSettings(places: Places, { isTag }: Tagger): Promise<void> {
  const file = await readJson(places.settingsTag, schema);
  const settings = await readSettings(places);
  const tags = file === null ? [] : [file.tag, file.next];
  if (tags.some((tag) => tag !== undefined && isTag('settings', settings, tag))) return;
  throw new KeeperError({
    code: 'damaged',
    message: 'The trust file or the settings of this keeper were changed since it was set up.',
    remedy:
      'Find out who could write to its home, and restore trust.json and keeper.json; the console’s addresses change by `understudy keeper origins`.',
  });
}
