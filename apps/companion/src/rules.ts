/**
 * What this contributor always wants covered ("missed this" adds to its terms). The
 * terms are themselves sensitive, so the file is an age file to their own key.
 */
import { alwaysCoverSchema, type AlwaysCover } from '@understudy/consent';
import { openSegment, sealArchive } from '@understudy/seal';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readBytesIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openOwnIdentity } from './identity.ts';
import { joinBytes } from './join-bytes.ts';

const noRules: AlwaysCover = { terms: [], patterns: [], areas: [] };

/** @throws CompanionError `badRules` where the file cannot be opened or holds no rules */
export async function readRules(home: Home): Promise<AlwaysCover> {
  const sealed = await readBytesIfThere(paths.rules(home));
  if (sealed === null) return noRules;
  const { identity } = await openOwnIdentity(home);
  try {
    const pieces = await Array.fromAsync(openSegment(sealed, identity));
    const kept = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(new TextDecoder().decode(joinBytes(pieces))));
    return alwaysCoverSchema.parse({ ...noRules, ...kept });
  } catch {
    // Fails closed, and without a cause: it could quote a term.
    throw new CompanionError({
      code: 'badRules',
      message: `Your redaction rules in ${paths.rules(home)} cannot be read.`,
      remedy: 'Restore that file from a backup, or remove it to go on without your own rules.',
    });
  }
}

/**
 * In the place of those there are; they hold from the next recording on.
 * @throws CompanionError `badRules` where they could not be read again; nothing is changed then
 */
export async function writeRules(home: Home, rules: AlwaysCover): Promise<void> {
  if (!alwaysCoverSchema.safeParse(rules).success) {
    throw new CompanionError({
      code: 'badRules',
      message: 'What is to be covered is too much, too long or empty; nothing was changed.',
      remedy: 'See your rules with `understudy cover`, and make them fewer or shorter with --set.',
    });
  }
  const { recipient } = await openOwnIdentity(home);
  const plain = new TextEncoder().encode(JSON.stringify(rules));
  const sealed = await Array.fromAsync(sealArchive(plain, [recipient]));
  await writeFileAtomic(paths.rules(home), joinBytes(sealed));
}

/** Covered in every session from now on. */
export async function addTerm(home: Home, term: string): Promise<void> {
  const rules = await readRules(home);
  if (rules.terms.includes(term)) return;
  await writeRules(home, { ...rules, terms: [...rules.terms, term] });
}

/** The contributor's own and the program's: either adds, neither takes away. */
export const joinRules = (own: AlwaysCover, program: AlwaysCover = noRules): AlwaysCover => ({
  terms: [...own.terms, ...program.terms],
  patterns: [...own.patterns, ...program.patterns],
  areas: [...own.areas, ...program.areas],
});
