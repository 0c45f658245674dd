/** Firms and offices by the word that ends their name: "Oak & Reed Consulting". */
import { matchesOf } from '../matches.ts';
import { createMemory } from '../memory.ts';
import type { Span } from '../span.ts';
import type { Token } from '../tagger/token.ts';
import { isInterfaceText } from './name-shape.ts';
import type { PatternRule } from './rule.ts';

const endings =
  /(?<![\p{L}\p{N}])(?:Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|LLP|Corp|Corporation|Company|Co|GmbH|AG|KG|SA|SARL|SAS|SL|SpA|PLC|Plc|BV|NV|Oy|AB|Group|Holdings?|Partners|Associates|Solutions|Technologies|Systems|Services|Software|Agency|Networks?|Industries|Enterprises|Consulting|Capital|Bank|University|Institute|Foundation|Hospital|Clinic|Research|Finance)(?![\p{L}\p{N}])\.?/gu;

/** Whether an ending may stand in a token, which holds all of it but of "L.L.C". */
const mayEnd = createMemory(20_000, (token) => token.search(endings) >= 0 || token.endsWith('L'));

const mostWords = 5;
const longestName = 160;

/** Walks back from an ending over the capitalised words before it, which "and" and "&" may join. */
function startOfName(text: string, end: number): number {
  let start = end;
  let words = 0;
  while (words < mostWords && end - start < longestName) {
    const before =
      /(?<=^|[^\p{L}\p{N}'’&.-])(?:\p{Lu}[\p{L}\p{N}'’&.-]{0,30}|and|&)[ ]$|,[ ]$/u.exec(
        text.slice(Math.max(0, start - 34), start),
      );
    if (before === null) break;
    start -= before[0].length;
    words += 1;
  }
  const joint = /^(?:(?:and|&|,) )+/u.exec(text.slice(start, end));
  return start + (joint?.[0].length ?? 0);
}

/** @param tokens of the text */
export function spansOfOrganizations(text: string, tokens: readonly Token[]): Span[] {
  if (!tokens.some((token) => mayEnd(token.text))) return [];
  return matchesOf(endings, text).flatMap((hit) => {
    const start = startOfName(text, hit.index);
    if (start === hit.index) return [];
    const end = hit.index + hit[0].length;
    return [
      { start, end, kind: 'organization' as const, rule: 'organization.suffix', confidence: 0.78 },
    ];
  });
}

const capitals = String.raw`\p{Lu}[\p{L}\p{N}&.'’-]{0,30}(?: (?:and |of |& )?\p{Lu}[\p{L}\p{N}&'’-]{0,30}){0,4}`;

/** A firm by what is said of it, whatever its words mean: "I work for Chemical Abstracts Service". */
export const organizationRules: readonly PatternRule[] = [
  {
    rule: 'organization.lowerSuffix',
    kind: 'organization',
    // As people type: stillwater supercomputing inc.
    pattern:
      /(?<![\p{L}\p{N}'’.&-])(?:(?!(?:an?|the|at|for|from|by|with|of|in|on|to|is|was|and|or|our|my|your|their|work|works|worked|called|named|via|per)[ ])[\p{L}\p{N}&'’-]{2,24} ){2,3}(?:inc|llc|ltd|plc|gmbh|s\.?r\.?l|s\.?a\.?r\.?l)(?![\p{L}\p{N}])\.?/gu,
    core: /(?<= )(?:inc|llc|ltd|plc|gmbh|s\.?r\.?l|s\.?a\.?r\.?l)(?![\p{L}\p{N}])/u,
    confidence: 0.76,
  },
  {
    rule: 'organization.named',
    kind: 'organization',
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\p{N}])(?:work(?:s|ed|ing)? (?:for|at)|jobs? (?:at|with|for)|employed (?:by|at)|joined|hired by|(?:interview|application|contract|account|desk|partner) (?:with|at)|(?:founder|director|president|chairman|spokes(?:person|woman|man)|shares|stock|offices?|CE?[FOT]O) (?:of|at)|arbeitet bei|travaille (?:chez|pour)|trabaja (?:en|para)|lavora (?:per|da)|werkt bij|pracuje w|trabalha na|jobbar på) (?:the )?)${capitals}`,
      'gu',
    ),
    confidence: 0.76,
    holds: (value) => !isInterfaceText(value),
  },
  {
    rule: 'organization.owning',
    kind: 'organization',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}'’&.-])(?!(?:The|Our|My|Your|Their|This|That|Each|Every|A|An|His|Her|Its|Main|Head|Post|New) )${capitals}(?= (?:(?:head )?offices?|headquarters|HQ|shares|stock|employees|has its (?:desks|offices|headquarters)|is an? (?:[\p{L}-]{2,20} ){0,3}(?:agency|company|startup|start-up|firm|bank|retailer|manufacturer|provider|consultancy|studio|nonprofit|charity))(?!\p{L}))`,
      'gu',
    ),
    confidence: 0.76,
    holds: (value) => !isInterfaceText(value),
  },
];
