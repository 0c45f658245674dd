/** Rules of what is always covered, as a person writes them: what is left out is empty, and no pattern may backtrack without end. */
import { alwaysCoverSchema, type AlwaysCover } from '@understudy/consent';
import { compileTextRule } from '@understudy/redact';
import { z } from 'zod';

const { terms, patterns, areas } = alwaysCoverSchema.shape;
const writtenSchema = z.strictObject({
  terms: terms.default([]),
  patterns: patterns.default([]),
  areas: areas.default([]),
});

/** @throws ZodError with every bad path; RedactError `badRule` naming the pattern */
export function parseAlwaysCover(written: unknown): AlwaysCover {
  const rules = writtenSchema.parse(written);
  for (const pattern of rules.patterns) compileTextRule(pattern);
  return rules;
}
