/** What a contributor's stored erasures are of, and so what never comes in again. */
import type { ContributorId, SessionId } from '@understudy/base';
import type { ErasureScope, SessionManifest } from '@understudy/consent';
import { idSchema, ProtocolError } from '@understudy/protocol';
import { z } from 'zod';
import type { ErasureTable } from './database/schema.ts';
import type { VaultWorld } from './world.ts';

const requestSchema = z.object({
  requestedAt: z.iso.datetime(),
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('everything') }),
    z.object({ kind: z.literal('program'), program: idSchema('program') }),
    z.object({ kind: z.literal('sessions'), sessions: z.array(idSchema('session')) }),
    z.object({ kind: z.literal('range'), from: z.string(), until: z.string() }),
  ]),
});

export async function erasuresOf(
  world: Pick<VaultWorld, 'db'>,
  contributor: ContributorId,
): Promise<readonly ErasureTable[]> {
  return world.db
    .selectFrom('erasures')
    .selectAll()
    .where('contributor', '=', contributor)
    .execute();
}

/** Afterwards the keeper knows the contributor no more, and has nothing of theirs. */
export function erasesEverything(erasure: ErasureTable): boolean {
  return erasure.cause === 'request' && readRequest(erasure).scope.kind === 'everything';
}

export function inScope(
  row: { readonly session: SessionId; readonly program: string; readonly startedAt: string },
  scope: ErasureScope,
): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'program':
      return row.program === scope.program;
    case 'sessions':
      return scope.sessions.includes(row.session);
    case 'range': {
      const startedMs = Date.parse(row.startedAt);
      return Date.parse(scope.from) <= startedMs && startedMs < Date.parse(scope.until);
    }
  }
}

/**
 * What was erased does not come back from a device that had no part in it, also where it was
 * erased before it ever came.
 * @throws ProtocolError wrongState
 */
export async function requireNotErased(
  world: Pick<VaultWorld, 'db'>,
  manifest: SessionManifest,
): Promise<void> {
  for (const erasure of await erasuresOf(world, manifest.contributor)) {
    if (erasure.cause !== 'request') continue;
    const { scope, requestedAt } = readRequest(erasure);
    // Only a session's own id names what is recorded after the request.
    const before = Date.parse(manifest.startedAt) < Date.parse(requestedAt);
    if (inScope(manifest, scope) && (before || scope.kind === 'sessions')) {
      throw new ProtocolError({
        code: 'wrongState',
        message: `The session ${manifest.session} was erased.`,
        remedy: 'Delete what this device still holds of it.',
        details: { session: manifest.session },
      });
    }
  }
}

/** Its signature was verified before it was stored. */
function readRequest({ signed }: ErasureTable): z.output<typeof requestSchema> {
  const payload = Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString('utf8');
  return requestSchema.parse(JSON.parse(payload));
}
