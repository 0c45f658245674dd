/** What was covered and by which rule → words. */
import { strings } from '../../strings/strings.ts';

const text = strings.contributor.review;

export const coverToWords = (kind: string): string => text.coveredKinds[kind] ?? kind;

export function ruleToWords(rule: string): string {
  const parts = rule.split('.');
  const names = [rule, parts.at(-1) ?? '', parts[0] ?? ''];
  const known = names.find((name) => text.coveredRules[name] !== undefined);
  return text.coveredRules[known ?? ''] ?? text.coveredForm;
}
