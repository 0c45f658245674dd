/**
 * The last digits of a card or an account, by which its holder and the shop tell it: behind what
 * says that they are its end, in nine languages.
 */
import type { PatternRule } from './rule.ts';

const ends = [
  String.raw`(?:that |which )?end(?:ing|s|ed)(?: in| with)?|last (?:four|4|three|3|five|5)(?: digits?| numbers?)?(?:(?: (?:of|on)(?: \p{L}{1,12}){1,3}?)? (?:are|is|were))?`,
  String.raw`end(?:et|end|ungs?) (?:auf|mit)|mit (?:den )?endziffern|endziffern|(?:mit der )?endung|letzten? (?:vier|4|drei|3)(?: ziffern| stellen)?(?: (?:sind|lauten))?`,
  String.raw`se termin(?:e|ant) par|terminée? par|finiss(?:ant|e) par|(?:quatre|4) derniers(?: chiffres)?(?: sont)?`,
  String.raw`terminad[oa] en|(?:que )?termina en|acabad[oa] en|acaba en|últim[oa]s (?:cuatro|4)(?: dígitos| cifras| números)?(?: son)?`,
  String.raw`eindig(?:end|t) op|laatste (?:vier|4)(?: cijfers)?(?: zijn)?`,
  String.raw`(?:che )?termina (?:con|in|per)|terminante (?:con|in)|ultime (?:quattro|4)(?: cifre)?(?: sono)?`,
  String.raw`kończąc[aye](?: się)? na|kończy się na|o końcówce|końcówka|ostatnie (?:cztery|4)(?: cyfry)?(?: to)?`,
  String.raw`terminad[oa] em|(?:que )?termina em|com final|últimos (?:quatro|4)(?: dígitos)?(?: são)?`,
  String.raw`(?:som )?slut(?:ar|ter) på|(?:som )?ender på|(?:de )?sista (?:fyra|4)(?: siffrorna| siffror)?(?: är)?|(?:de )?sidste (?:fire|4)(?: cifre)?`,
].join('|');

/** What has such an end: on its own the word tells of years and weeks as well. */
const owner =
  /(?:card|visa|mastercard|maestro|amex|debit|credit|account|acct|iban|sort code|mobile|phone|number|karte|konto|carte|compte|tarjeta|cuenta|kaart|pas|rekening|carta|conto|kart[aąyę]?|rachunek|konta|cartão|conta|kort(?:et)?|nummer|numer|num[ée]ro|n[úu]mero)(?![\p{L}])[^\n]{0,40}$/iu;

/** What ends there is a time, or what lasts so long. */
const notItsEnd =
  /(?<!\p{L})(?:years?|quarters?|months?|weeks?|period|statements?|contract|expir\p{L}*|valid\p{L}*|jahr|woche|année|año|jaar|anno|rok|ano|år)(?!\p{L})[^\n]{0,30}$/iu;
/** Before what may be a year, too. */
const isOfCard =
  /(?:card|visa|mastercard|maestro|amex|karte|carte|tarjeta|kaart|pas|carta|kart[aąyę]|cartão|kort(?:et)?),? (?:number )?(?:ending|(?:\p{L}+ ){1,2}(?:in|with|auf|par|en|op|con|na|em|på)|\p{L}+ziffern) ?$/iu;

export const lastDigitRules: readonly PatternRule[] = [
  {
    rule: 'account.lastDigits',
    kind: 'account',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${ends})[ ]?[:=]?[ ]{0,2}(?:[*•x.…]{1,12} ?)?(?<value>\d{3,5})(?![\p{L}\p{N}%€$£]|[.,:/-]\d)`,
      'giu',
    ),
    confidence: 0.85,
    holds: (value, text, start) => {
      const before = text.slice(Math.max(0, start - 100), start);
      if (!owner.test(before) || notItsEnd.test(before)) return false;
      return !/^(?:19|20)\d{2}$/u.test(value) || isOfCard.test(before);
    },
  },
];
