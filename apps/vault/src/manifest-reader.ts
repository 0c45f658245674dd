/**
 * Stored manifests, verified. The same string under the same key always says the
 * same, so what was read lately is kept: each append of a long session would
 * verify its whole list again. Whether its consent stands is never kept.
 */
import { verifyManifest, type PublicJwk, type SessionManifest } from '@understudy/consent';

export type ReadManifest = (jws: string, devicePublicKey: PublicJwk) => Promise<SessionManifest>;

/** So many are kept; the longest unused goes first. */
const capacity = 256;

export function createManifestReader(): ReadManifest {
  const kept = new Map<string, SessionManifest>();
  return async (jws, key) => {
    const name = `${key.x} ${jws}`;
    const manifest = kept.get(name) ?? (await verifyManifest(jws, key));
    kept.delete(name);
    kept.set(name, manifest);
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break;
      kept.delete(oldest);
    }
    return manifest;
  };
}
