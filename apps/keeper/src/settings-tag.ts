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

const schema = z.object({ tag: z.string() });

async function readSettings(places: Places): Promise<JsonValue> {
  const settings = {
    trust: await readTrust(places.trust),
    config: await readJson(places.config, configSchema),
  };
  return z.json().parse(JSON.parse(JSON.stringify(settings)));
}

export async function tagSettings(places: Places, { tag }: Tagger): Promise<void> {
  await writeJsonDurably(places.settingsTag, { tag: tag('settings', await readSettings(places)) });
}

/** What the log says of them at each unsealing, hexadecimal: a change shows, and no key with it. */
export async function settingsToSha256(places: Places): Promise<string> {
  const bytes = jsonToCanonicalBytes(await readSettings(places));
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws KeeperError damaged where trust or config are not what was set up with this root. */
export async function requireOwnSettings(places: Places, { isTag }: Tagger): Promise<void> {
  const file = await readJson(places.settingsTag, schema);
  if (file !== null && isTag('settings', await readSettings(places), file.tag)) return;
  throw new KeeperError({
    code: 'damaged',
    message: 'The trust file or the settings of this keeper were changed since it was set up.',
    remedy:
      'Find out who could write to its home, and restore trust.json and keeper.json; the console’s addresses change by `understudy keeper origins`.',
  });
}
