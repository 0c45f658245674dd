/** Names by a form of their own, initials between their words, and of those who are greeted by name in whatever case. */
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import { mayBeName } from './name-shape.ts';
import type { PatternRule } from './rule.ts';

const wordsOf = (value: string): string[] =>
  value.toLowerCase().match(/[\p{L}\p{M}'’-]{2,}/gu) ?? [];

/** "Appendix A. Overview", "Vitamin B Complex": letters that count things. */
const counts =
  /^(?:appendix|annex|section|part|plan|option|step|exhibit|schedule|grade|class|type|vitamin|hepatitis|group|room|gate|terminal|building|block|unit|level|row|team|phase|stage|series|model|version|zone|hall|page|line|point|question|answer|anhang|teil|annexe|partie|anexo|parte)$/iu;

/** A common word that people are called, too ("Grace"), needs the full stop behind the initial. */
const isGiven = (first: string, value: string): boolean =>
  isNameWord(first) && (classOfWord(first) !== 1 || value.includes('. '));

export const nameFormRules: readonly PatternRule[] = [
  {
    rule: 'name.middleInitial',
    kind: 'name',
    // Ken N. Fukuda, Brad L Key.
    pattern:
      /(?<![\p{L}\p{N}.'’&/-]|\p{Lu} )\p{Lu}\p{Ll}{1,20} (?:\p{Lu}\.? ){1,2}\p{Lu}[\p{L}\p{M}'’-]{1,30}(?![\p{L}\p{N}])/gu,
    core: /\p{Ll} \p{Lu}\.? \p{Lu}/u,
    confidence: 0.85,
    holds: (value) => {
      const [first = '', last = ''] = wordsOf(value);
      if (counts.test(first) || isInterfaceWord(first)) return false;
      return (
        isGiven(first, value) ||
        (value.includes('. ') && classOfWord(first) === 0 && mayBeName(last))
      );
    },
  },
  {
    rule: 'name.lowerInitial',
    kind: 'name',
    // benjamin a. seiler
    pattern: /(?<![\p{L}\p{N}.'’/_-])\p{Ll}{3,15} \p{Ll}\.? \p{Ll}{3,20}(?![\p{L}\p{N}_])/gu,
    core: /(?<=\p{Ll}{3} \p{Ll}\.?) \p{Ll}{3}/u,
    confidence: 0.8,
    holds: (value) => {
      const [first = '', last = ''] = wordsOf(value);
      return !/ [iy] /u.test(value) && isGiven(first, value) && mayBeName(last);
    },
  },
  {
    rule: 'name.cheered',
    kind: 'name',
    // Happy birthday nyberg! thanks wren, …
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:[Hh]appy birthday|[Cc]ongrat(?:s|ulations)|[Gg]et well soon|[Ww]elcome(?: back)?|[Hh]i|[Hh]ey|[Hh]ello|[Tt]hanks|[Tt]hank you|[Cc]heers|[Gg]oodbye|[Bb]ye|[Ff]arewell|[Hh]allo|[Dd]anke|[Mm]erci|[Ss]alut|[Hh]ola|[Gg]racias|[Cc]iao|[Gg]razie|[Hh]oi|[Cc]ze[śs][ćc]|[Oo]l[áa]|[Oo]brigad[oa]|[Hh]ej|[Tt]ack),? )\p{L}[\p{L}\p{M}'’-]{1,20}\p{L}(?=[!,.]|[ \t]*$)/gmu,
    confidence: 0.79,
    holds: (value) => !isInterfaceWord(value.toLowerCase()) && mayBeName(value.toLowerCase()),
  },
];
