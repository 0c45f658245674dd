/**
 * A contributor's answer given in advance: which sessions may be shared
 * without being looked at. Default deny: a session is approved only where one
 * rule allows all of it.
 */
import { isId, type ProgramId } from '@understudy/base';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CompanionError } from '../error.ts';
import type { SessionState } from '../session-state.ts';
import { problemToWords } from '../session-words.ts';

const ruleSchema = z.strictObject({
  program: z.custom<ProgramId>((value) => isId('program', value)).optional(),
  /** Every app of the session must be among them. */
  apps: z.array(z.string()).min(1),
  /** Every site of the session must be among them. */
  origins: z.array(z.string()).default([]),
  maxMinutes: z.number().positive().optional(),
});

const rulesSchema = z.strictObject({ share: z.array(ruleSchema) });
export type ReviewRules = z.infer<typeof rulesSchema>;

/** @throws CompanionError `badRules` with every bad path */
export async function readReviewRules(file: string): Promise<ReviewRules> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    json = undefined;
  }
  const parsed = rulesSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || 'all of it').join(', ');
  throw new CompanionError({
    code: 'badRules',
    message: `${file} holds no review rules (wrong: ${wrong}).`,
    remedy: 'Write { "share": [{ "apps": ["chromium"], "origins": ["https://example.com"] }] }.',
  });
}

export type RulesVerdict =
  | { readonly kind: 'approved' }
  /** Why each rule did not allow it; nothing is shared without the person. */
  | { readonly kind: 'undecided'; readonly reasons: readonly string[] };

export function checkRules(rules: ReviewRules, state: SessionState): RulesVerdict {
  if (state.problems.length > 0) {
    return { kind: 'undecided', reasons: state.problems.map(problemToWords) };
  }
  if (rules.share.length === 0) return { kind: 'undecided', reasons: ['there is no rule'] };
  const reasons: string[] = [];
  for (const [index, rule] of rules.share.entries()) {
    const reason = whyNot(rule, state);
    if (reason === null) return { kind: 'approved' };
    reasons.push(`rule ${index + 1}: ${reason}`);
  }
  return { kind: 'undecided', reasons };
}

function whyNot(rule: ReviewRules['share'][number], state: SessionState): string | null {
  if (rule.program !== undefined && rule.program !== state.program) return 'another program';
  const app = state.segments.flatMap(({ apps }) => apps).find((one) => !rule.apps.includes(one));
  if (app !== undefined) return `it does not allow the app ${app}`;
  const site = state.segments
    .flatMap(({ origins }) => origins)
    .find((one) => !rule.origins.includes(one));
  if (site !== undefined) return `it does not allow the site ${site}`;
  if (rule.maxMinutes !== undefined && state.durationNs > rule.maxMinutes * 60e9) {
    return `the session is longer than ${rule.maxMinutes} minutes`;
  }
  return null;
}
