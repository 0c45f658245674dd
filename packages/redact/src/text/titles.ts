/** What somebody is: a trade, by the word that ends its name and by what stands around it, and what one is called by. */
import type { PatternRule } from './rule.ts';

/** Words that end the name of a trade. */
const trades =
  'accountant|actor|actuary|administrator|advis[eo]r|agent|analyst|archaeologist|architect|artist|assistant|associate|attendant|auditor|barber|bookkeeper|broker|buyer|chef|chemist|clerk|coach|consultant|contractor|controller|cook|coordinator|counsell?or|curator|dentist|designer|developer|dietitian|director|dispatcher|drafter|driver|economist|editor|educator|electrician|engineer|estimator|examiner|farmer|firefighter|geologist|guard|hygienist|inspector|installer|instructor|interpreter|investigator|journalist|judge|laborer|lawyer|lead|lecturer|librarian|machinist|manager|mechanic|merchandiser|musician|nurse|officer|operator|optician|painter|paralegal|paramedic|pharmacist|photographer|physician|physicist|pilot|planner|plumber|practitioner|president|producer|professor|programmer|psychologist|recruiter|repairer|reporter|representative|researcher|scientist|secretary|specialist|strategist|superintendent|supervisor|surgeon|surveyor|teacher|technician|technologist|teller|therapist|trainer|translator|tutor|typist|veterinarian|waiter|welder|worker|writer|cleaner';

/** Up to five words: "sewer pipe cleaner". */
const named = String.raw`(?:(?!(?:an?|the|as|is|for|and|of|to|in|by|my|our|your|his|her)[ ])[\p{L}'’-]{1,24}[ ]){0,4}(?:${trades})(?![\p{L}'’-])`;

export const titleRules: readonly PatternRule[] = [
  {
    rule: 'title.trade',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<=^|\n)[ \t]{0,8}(?<value>(?:[\p{L}'’,-]{1,24}[ ]){0,6}(?:${trades})s?)[ \t]{0,8}(?=\n|$)`,
      'giu',
    ),
    confidence: 0.78,
  },
  {
    rule: 'title.said',
    kind: 'attribute',
    // What somebody works as, or is sought for.
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?:works?|worked|working|employed|hired|appointed|trained|training|qualified|retired|career|job|position|role|post|started|starting|serves?|served) (?:as|of)|hir(?:e|ing)|recruiting|looking for|seeking|vacancy for|promoted to|became|profession:|occupation:|job title:) (?:(?:an?|the|our|new|senior|junior) ){0,2}(?<value>${named})(?= (?:at|of|for|with|from|in|to|who|and|since|until|by)(?!\p{L})|[.,;:!?)]|$)`,
      'gimu',
    ),
    confidence: 0.76,
  },
  {
    rule: 'title.beside',
    kind: 'attribute',
    // Behind a name in the clause, and before one where a sentence begins: "Ada Quist, Technical writer at …".
    pattern: new RegExp(
      String.raw`(?:(?<=\p{Lu}[\p{L}\p{M}'’.-]{1,30}, (?:an? |the |our )?)(?<value>${named})(?=,| (?:at|of|for|with|from|in)(?!\p{L})|[.;]?$))`,
      'gmu',
    ),
    confidence: 0.76,
  },
  {
    rule: 'title.before',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<=^|[.!?:] |\b[Tt]he |\b[Oo]ur )(?<value>${named})(?= \p{Lu}\p{Ll})`,
      'gmu',
    ),
    confidence: 0.76,
  },
  {
    rule: 'title.prefix',
    kind: 'attribute',
    pattern: /(?<![\p{L}\p{N}])(?:mrs?|ms|miss|mx|dr|prof)\.?(?= [\p{L}])/giu,
    confidence: 0.82,
    holds: (value) => /^\p{Lu}/u.test(value) || value.endsWith('.') || /^(?:mrs|dr)$/u.test(value),
  },
];
