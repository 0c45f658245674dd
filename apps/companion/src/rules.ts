/**
 * What this contributor always wants covered ("missed this" adds to it). The
 * terms are themselves sensitive, so the file is an age file to their own key.
 */
import { openSegment, sealArchive } from '@understudy/seal';
import type { ContributorRules } from '@understudy/redact';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readBytesIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openOwnIdentity } from './identity.ts';
import { joinBytes } from './join-bytes.ts';

const rulesSchema = z.object({ terms: z.array(z.string()) });

export async function readRules(home: Home): Promise<ContributorRules> {
  const sealed = await readBytesIfThere(paths.rules(home));
  if (sealed === null) return { terms: [] };
  const { identity } = await openOwnIdentity(home);
  try {
    const pieces = await Array.fromAsync(openSegment(sealed, identity));
    return rulesSchema.parse(JSON.parse(new TextDecoder().decode(joinBytes(pieces))));
  } catch {
    // Fails closed, and without a cause: it could quote a term.
    throw new CompanionError({
      code: 'badRules',
      message: `Your redaction rules in ${paths.rules(home)} cannot be read.`,
      remedy: 'Restore that file from a backup, or remove it to go on without your own rules.',
    });
  }
}

/** Covered in every session from now on. */
export async function addTerm(home: Home, term: string): Promise<void> {
  const { terms = [] } = await readRules(home);
  if (terms.includes(term)) return;
  const { recipient } = await openOwnIdentity(home);
  const plain = new TextEncoder().encode(JSON.stringify({ terms: [...terms, term] }));
  const sealed = await Array.fromAsync(sealArchive(plain, [recipient]));
  await writeFileAtomic(paths.rules(home), joinBytes(sealed));
}
