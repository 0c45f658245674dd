/** How much of a stretch of text the rules cover, by what sort of rule. */
import type { Span } from '../span.ts';
import { prefixed, type Traits } from './word-traits.ts';

const sorts: readonly (readonly [string, RegExp])[] = [
  ['person', /^(?:tagger\.person|name\.|label\.name|list\.name|table\.nameWord)/u],
  ['place', /^(?:tagger\.location|label\.location)/u],
  ['address', /^(?:tagger\.address|address\.|label\.address|postcode|zip|ocr\.(?:postcode|town))/u],
  ['firm', /^(?:tagger\.)?organization/u],
  ['unknown', /^word\.unknown/u],
  ['unsure', /^ocr\.unsure/u],
  ['known', /^table\./u],
  ['label', /^label\./u],
  ['number', /^number\./u],
  ['loose', /^(?:ocr\.|code|birthDate\.past|handle|plate|id\.)/u],
  ['form', /^/u],
];

export const sortsOfRules: readonly string[] = sorts.map(([sort]) => sort);

export const sortOfRule = (rule: string): string =>
  sorts.find(([, pattern]) => pattern.test(rule))?.[0] ?? 'form';

/** The shares of `start` to `end` that spans of each sort take, and of all together (`any`). */
export function coverTraits(spans: readonly Span[], start: number, end: number): Traits {
  const shares: Record<string, number> = { any: 0 };
  for (const [sort] of sorts) shares[sort] = 0;
  for (const span of spans) {
    const share =
      Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)) / Math.max(1, end - start);
    const sort = sortOfRule(span.rule);
    shares[sort] = Math.min(1, (shares[sort] ?? 0) + share);
    shares['any'] = Math.min(1, (shares['any'] ?? 0) + share);
  }
  return prefixed('by.', shares);
}
