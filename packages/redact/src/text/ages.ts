/** How old somebody is: a number by the form that an age has, or by who or what is said to be so old, in nine languages. */
import { isCountryWord } from '../tagger/country-words.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { PatternRule } from './rule.ts';

/** Not the end of another number, an amount, a version or a code. */
const from = String.raw`(?<![\p{L}\p{N}#$€£_]|\p{N}[.,:/-])`;
const number = String.raw`(?<value>1[01]\d|\d{1,2})`;
/** No more digits, nor what makes it an amount, a time or a measure. */
const to = String.raw`(?![\p{L}\p{N}%€$£°]|[.,:/-]\d| ?[%€$£°])`;
/** And nothing that it counts, of which most languages tell in their own words: "wird 43 und", not "wird 43 Mal". */
const alone = String.raw`${to}(?! (?!(?:and|but|or|so|now|today|und|oder|aber|et|ou|mais|y|o|pero|en|e|i|och|men|og|a|ale|ma|Jahren?|ans|años|anni|jaar|lata?|anos|år)(?!\p{L}))\p{L})`;
/** "he is 43 and", "when I turned 43 my parents"; not "he is 5 minutes late", "turned 90 degrees". */
const uncounted = String.raw`${to}(?! (?:(?!(?:years|yrs|was|is|his|this|as|plus|always|has|does|us)(?!\p{L}))\p{L}+s|percent|per|point|degree|feet|foot|[kcm]?m|kg|ft|lb|pct|euro|dollar|pound|out|of|to|min|sec|hr|am|pm|more|less|days?|weeks?|months?|minutes?|hours?|million|thousand|hundred|for|x)(?!\p{L}))`;

/** In years, behind the number. */
const units = [
  String.raw`[ -]?years?[ -]old|[ -]?yrs?[ -]old|[ -]?(?:yo|y\/o|y\.o\.)(?=[mf]?(?!\p{L}))| years? of age| years? young`,
  String.raw` Jahren? alt(?!\p{L})| Lebensjahr(?:en?)?|[ -]?jährig(?:e[nrms]?)?`,
  ' ans révolus',
  ' años de edad| añitos',
  ' anni di età|enne(?!\\p{L})',
  ' jaar oud|[ -]jarige?',
  '[ -]?(?:letni|latk)[\\p{L}]{0,4}',
  ' anos de idade| aninhos',
  ' år gam(?:mal|mel|la)|[ -]?åri(?:ge?|ga)|[ -]?åring(?:en)?',
].join('|');

/** Of the one beside it in the clause: ", 43 ans,", "(29 jaar)"; alone they are as often a guarantee's. */
const years = 'Jahre|ans|años|anni|jaar|lata?|anos|år';

const labels =
  'age|aged|alter|alters|âge|edad|età|leeftijd|wiek|wieku|idade|ålder|alder|y\\/o|years of age';

const kin =
  'patient|child|baby|boy|girl|man|woman|lady|victim|suspect|tenant|mother|father|mum|mom|dad|son|daughter|wife|husband|brother|sister|aunt|uncle|cousin|nephew|niece|grand(?:ma|pa|mother|father|son|daughter)|friend|neighbour|neighbor|fiancée?|twins?|kids?';
/** What is said of somebody in English, before the number. */
const sayings = [
  'aged?|at (?:the )?age(?: of)?|turn(?:s|ed|ing)?',
  String.raw`im|i['’]m|i am|(?:s?he|${kin})(?: is| was|['’]s|['’]re| are| were)`,
  String.raw`(?:died|passed away|married|retired|widowed|diagnosed|graduated|debuted|emigrated|orphaned|pregnant|divorced)(?: \p{L}{2,12}){0,2}? at`,
].join('|');
/** And in the other languages. */
const sayingsAbroad = String.raw`(?:im )?alter von|wurde|wird|âgée?s? de|à l['’]âge de|fête ses|cumpl(?:e|ió|irá)|all['’]età di|compi(?:e|uto)|di anni|leeftijd van|wordt|werd|w wieku|ukończyła?|lat|com a idade de|aos|completou|vid|fyller|fyllde|fyldte`;
/** Who has, or is, so many years; what has lasted as long does so in other words. */
const have =
  'wird|wurde|a|ai|aura|avait|tiene|tenía|cumple|ha|ho|aveva|wordt|ma|mam|miała?|tem|tenho|tinha|är|var|blev|blir|er';

/** In prose it stands behind a name, as "Figure (3)", "Inbox (43)" and "Chapter 5, 12," do not. */
function isBehindName(text: string, start: number): boolean {
  const word = /(?<word>[\p{L}\p{M}'’-]{2,30})\.?(?:,| ?\() ?$/u.exec(
    text.slice(Math.max(0, start - 36), start),
  )?.groups?.['word'];
  if (word === undefined) return false;
  const lower = word.toLowerCase();
  if (isInterfaceWord(lower) || isCountryWord(lower)) return false;
  return classOfWord(lower) === 0 || (isNameWord(lower) && classOfWord(lower) !== 1);
}

export const ageRules: readonly PatternRule[] = [
  {
    rule: 'age',
    kind: 'attribute',
    pattern: new RegExp(String.raw`${from}${number}(?=(?:${units}))`, 'giu'),
    confidence: 0.9,
  },
  {
    rule: 'age.months',
    kind: 'attribute',
    // Of a child; a build is three days old, too.
    pattern: new RegExp(
      String.raw`${from}${number}(?=[ -](?:day|week|month)s?[ -]old (?:baby|infant|newborn|son|daughter|boy|girl|child|twins?|toddler))`,
      'giu',
    ),
    confidence: 0.85,
  },
  {
    rule: 'age.label',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}_-])(?:${labels})["']?[ \t]{0,2}[:=]{1,3}[ \t]{0,3}["']?${number}${to}`,
      'giu',
    ),
    confidence: 0.85,
  },
  {
    rule: 'age.said',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${sayings})[ ](?:(?:now|only|just|already|nearly|almost|about|around|over|under|still) )?${number}${uncounted}`,
      'giu',
    ),
    confidence: 0.75,
    // A job and a battery die, too.
    holds: (_, text, start) =>
      !/(?<!\p{L})(?:jobs?|pods?|process|thread|container|worker|build|run|task|server|node|battery|instance|service)(?: \p{L}+){0,2} (?:died|retired) (?:\p{L}+ ){0,2}at $/iu.test(
        text.slice(Math.max(0, start - 60), start),
      ),
  },
  {
    rule: 'age.saidAbroad',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${sayingsAbroad})[ ]${number}${alone}`,
      'giu',
    ),
    confidence: 0.75,
  },
  {
    rule: 'age.years',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\p{N}]|il y )(?:${have}) (?:[\p{L}]{2,8} )?|\p{L}[,(] ?|\p{L} \(|\p{L}, (?:de|di|com|con|van) )${number} (?:${years})(?![\p{L}\p{N}])(?! (?:fa|ago|d['’]exp|de exp|di esp|doświad|ervaring|erfarenhet|Erfahrung|geleden|temu|atrás|sedan|siden|garan|di garan|de garan))`,
      'giu',
    ),
    confidence: 0.75,
  },
  {
    rule: 'age.birthday',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:birthday|geburtstag|anniversaire|cumpleaños|compleanno|verjaardag|urodzin\p{L}{0,3}|aniversário|födelsedag)[^\d\n]{0,40}(?<!\b(?:am|on|le|el|il|op|em|den|dem|der|the|by|until|vor|in|bis|dia|día))[ !,:]${number}${uncounted}`,
      'giu',
    ),
    confidence: 0.7,
  },
  {
    rule: 'age.birthdayNth',
    kind: 'attribute',
    pattern: new RegExp(
      String.raw`${from}${number}(?=(?:st|nd|rd|th|\.|[eè]me|e)? (?:birthday|geburtstag|anniversaire|compleanno|verjaardag|urodziny|födelsedag))`,
      'giu',
    ),
    confidence: 0.8,
  },
  {
    rule: 'age.bracket',
    kind: 'attribute',
    // Ada Quist (32), Ada Quist, 53, of …; I (43F), 29/m.
    pattern: new RegExp(
      String.raw`(?<=[\p{L}.]{2}(?: \(|, ?))${number}(?=(?:\/?[MF])?\)|,(?= [\p{Ll}A-Z])| and (?=\p{Lu})|, (?:of|from|and|who|has|was|is|died) )`,
      'gu',
    ),
    confidence: 0.7,
    holds: (_, text, start) => isBehindName(text, start),
  },
  {
    rule: 'age.sex',
    kind: 'attribute',
    // I (29F), my wife (31 m); "(12m)" alone is as often a time.
    pattern: new RegExp(
      String.raw`(?<=(?<![\p{L}\p{N}])(?:I|me|my (?:${kin})) ?\(|(?<!\p{L})I['’]?m |(?<!\p{L})I am )${number}(?=[ /]?[mfMF](?:\)|[ ,.](?!\p{Lu})))`,
      'gu',
    ),
    confidence: 0.7,
  },
];
