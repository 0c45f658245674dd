/**
 * The console's addresses, changed after the set-up by those who can unseal:
 * the trust file is tagged under the root key, so it takes the root to write
 * another. The next unsealing logs the hash of the settings that stand then.
 */
import { z } from 'zod';
import { configSchema } from './config.ts';
import { KeeperError } from './error.ts';
import { openRoot, type UnsealProof } from './keys/root.ts';
import { createTagger } from './keys/tag.ts';
import { wipe } from './keys/wrap.ts';
import { requireOwnSettings, tagNextSettings, tagSettings } from './settings-tag.ts';
import { readJson, writeJsonDurably } from './store/durable.ts';
import { placesOf } from './store/places.ts';
import { readTrust, trustSchema } from './trust.ts';

/**
 * From when the keeper starts next. Passkeys stay: they belong to the relying party's id.
 * @returns whether they were others
 * @throws KeeperError damaged where the settings were changed by somebody else; that of a wrong proof
 */
export async function changeOrigins(
  home: string,
  origins: readonly string[],
  proof: UnsealProof,
): Promise<boolean> {
  const places = placesOf(home);
  const before = await readTrust(places.trust);
  const { id } = before.relyingParty;
  for (const origin of origins) requireOriginOf(id, origin);
  if (JSON.stringify(origins) === JSON.stringify(before.relyingParty.origins)) return false;
  const config = await readJson(places.config, configSchema);
  if (config === null) throw damaged(home);
  const root = await openRoot(config.protector, proof);
  try {
    const tagger = createTagger(root);
    await requireOwnSettings(places, tagger);
    const next = trustSchema.parse(
      JSON.parse(JSON.stringify({ ...before, relyingParty: { id, origins } })),
    );
    const json = z.json().parse(JSON.parse(JSON.stringify(next)));
    await tagNextSettings(places, tagger, json);
    await writeJsonDurably(places.trust, json);
    await tagSettings(places, tagger);
  } finally {
    wipe(root);
  }
  return true;
}

/** A browser uses a passkey only below its domain (WebAuthn, §5.1.4.1). */
function requireOriginOf(id: string, origin: string): void {
  const url = URL.parse(origin);
  const below = url !== null && (url.hostname === id || url.hostname.endsWith(`.${id}`));
  if (below && url.origin === origin) return;
  throw new KeeperError({
    code: 'badRequest',
    message: `${origin} is no address under ${id}, where the passkeys of this keeper belong.`,
    remedy: 'Give the console’s address without a path, such as https://vault.example.org.',
  });
}

function damaged(home: string): KeeperError {
  return new KeeperError({
    code: 'damaged',
    message: `There is no keeper at ${home}.`,
    remedy: 'Name its home with --home.',
  });
}
