/**
 * What this contributor always wants covered ("missed this" adds to its terms). The
 * terms are themselves sensitive, so the file is an age file to their own key.
 */
import { takeLock } from '@understudy/base';
import { alwaysCoverSchema, type AlwaysCover } from '@understudy/consent';
import type { CoverRule } from '@understudy/protocol';
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
 * @throws CompanionError `badRules` where they could not be read again, `rulesBusy`, RedactError
 * `badRule` of a pattern that no recording would take; nothing is changed then
 */
export const writeRules = (home: Home, rules: AlwaysCover): Promise<void> =>
  withRulesLock(home, () => storeRules(home, rules));

async function storeRules(home: Home, rules: AlwaysCover): Promise<void> {
  if (!alwaysCoverSchema.safeParse(rules).success) {
    throw new CompanionError({
      code: 'badRules',
      message: 'What is to be covered is too much, too long or empty; nothing was changed.',
      remedy:
        'Make your rules fewer or shorter. See them with `understudy cover`, and change them with --set.',
    });
  }
  // In a browser all of redaction is loaded by this, when somebody first asks for it.
  const { compileTextRule } = await import('@understudy/redact');
  for (const pattern of rules.patterns) compileTextRule(pattern);
  const { recipient } = await openOwnIdentity(home);
  const plain = new TextEncoder().encode(JSON.stringify(rules));
  const sealed = await Array.fromAsync(sealArchive(plain, [recipient]));
  await writeFileAtomic(paths.rules(home), joinBytes(sealed));
}

/** Covered in every session from now on. @throws as `writeRules` and `readRules` do */
export const addRule = (home: Home, rule: CoverRule): Promise<AlwaysCover> =>
  changeRules(home, (rules) => joinRules(withoutRule(rules, rule), ruleToRules(rule)));

/** Covered from the next recording on only where redaction finds it by itself. */
export const removeRule = (home: Home, rule: CoverRule): Promise<AlwaysCover> =>
  changeRules(home, (rules) => withoutRule(rules, rule));

function changeRules(
  home: Home,
  change: (rules: AlwaysCover) => AlwaysCover,
): Promise<AlwaysCover> {
  return withRulesLock(home, async () => {
    const rules = change(await readRules(home));
    await storeRules(home, rules);
    return rules;
  });
}

async function withRulesLock<Value>(home: Home, work: () => Promise<Value>): Promise<Value> {
  const release = await takeLock(`${paths.rules(home)}.lock.sqlite`);
  if (release === null) throw rulesBusy();
  try {
    return await work();
  } finally {
    await release();
  }
}

function rulesBusy(): CompanionError {
  return new CompanionError({
    code: 'rulesBusy',
    message: 'What is always covered is being changed already.',
    remedy: 'Wait until that is done, then try again.',
  });
}

function ruleToRules(rule: CoverRule): AlwaysCover {
  if (rule.kind === 'term') return { ...noRules, terms: [rule.term] };
  if (rule.kind === 'pattern') return { ...noRules, patterns: [rule.pattern] };
  return { ...noRules, areas: [rule.area] };
}

function withoutRule(rules: AlwaysCover, rule: CoverRule): AlwaysCover {
  const gone = ruleToRules(rule);
  return {
    terms: without(rules.terms, gone.terms),
    patterns: without(rules.patterns, gone.patterns),
    areas: without(rules.areas, gone.areas),
  };
}

/** All of them came through one schema, so that equal ones print alike. */
const without = <Part>(parts: readonly Part[], gone: readonly Part[]): Part[] => {
  const printed = new Set(gone.map((part) => JSON.stringify(part)));
  return parts.filter((part) => !printed.has(JSON.stringify(part)));
};

/** The contributor's own and the program's: either adds, neither takes away. */
export const joinRules = (own: AlwaysCover, program: AlwaysCover = noRules): AlwaysCover => ({
  terms: [...own.terms, ...program.terms],
  patterns: [...own.patterns, ...program.patterns],
  areas: [...own.areas, ...program.areas],
});
