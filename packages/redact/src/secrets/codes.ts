/** Codes that let somebody in: one-time and recovery codes, and what stands in addresses of the net. */
import type { PatternRule } from '../text/rule.ts';

export const codeRules: readonly PatternRule[] = [
  {
    rule: 'code.oneTime',
    kind: 'secret',
    pattern:
      /\b(?:one.?time|verification|security|login|log.?in|sign.?in|2fa|authentication|access|confirmation|recovery|best[äa]tigungs|v[ée]rification|verificaci[óo]n)[ -]{0,2}(?:code|pin|password|passcode|c[óo]digo)\b[^\d\n]{0,16}(?<value>\d(?:[ -]?\d){3,9})(?![\p{L}\p{N}])/giu,
    confidence: 0.9,
  },
  {
    rule: 'code.said',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}])(?:your (?:\p{L}{1,16} ){0,2}code|(?:ihr|dein) (?:\p{L}{1,16}[ -]?)?code|votre code|su c[óo]digo|pin|cvv2?|cvc2?)(?: is| lautet| ist| est| es)?[ :]{1,3}(?<value>\d(?:[ -]?\d){2,7})(?![\p{L}\p{N}]|[.,:]\d)/giu,
    confidence: 0.88,
  },
  {
    rule: 'code.door',
    kind: 'secret',
    // "Gate code 4482#", "key safe by the back door, code 7719", "digicode 84B19".
    pattern:
      /(?<![\p{L}\p{N}])(?:(?:gate|door|entry|alarm|lock ?box|key ?(?:safe|box)|building|buzzer|garage|keypad|safe|vault)[^\n]{0,24}?\bcode(?:[^\n\d]{0,24}(?:it['’]?s|is now|to))?|digicode|(?:t[üu]r|tor|tresor|klingel|haust[üu]r|schl[üu]sselbox)code|code f[üu]r (?:die t[üu]r|das tor|den tresor)|deurcode|code (?:du portail|d['’]entr[ée]e|de la porte|de l['’]immeuble)|portkod(?:en)?|d[øö]r(?:kode|kod(?:en)?)|kod (?:do )?(?:bramy|drzwi|klatki|domofonu|furtki)|codice (?:del(?:la)? )?(?:cancello|portone|porta)|c[óo]digo (?:de la puerta|del portal|d[oe] port[ãa]o))(?: is| ist| est| es| è| é| är| er| jest| to)?[ :#]{1,3}(?<value>(?=[A-Z]{0,3}\d)[A-Z\d]{3,8}[#*]?)(?![\p{L}\p{N}]|[.,:]\d)/giu,
    confidence: 0.86,
  },
  {
    rule: 'code.recovery',
    kind: 'secret',
    pattern:
      /(?<![\p{L}\p{N}])(?:recovery|backup|reserve|wiederherstellungs)[ -]?codes?[ :]{1,3}(?<value>(?=[a-z-]{0,12}\d)[a-z\d]{3,10}(?:-[a-z\d]{2,10}){0,4}(?:[ ,]{1,2}(?=[a-z-]{0,12}\d)[a-z\d]{3,10}(?:-[a-z\d]{2,10}){0,4}){0,11})(?![\p{L}\p{N}])/giu,
    confidence: 0.88,
  },
  {
    rule: 'url.token',
    kind: 'secret',
    pattern:
      /(?<=\/(?:verify|reset|invite|join|confirm|activate|unsubscribe|magic|share|s|d|t)\/)[\w-]{5,400}(?![\w-])/giu,
    confidence: 0.7,
    holds: (value) => /\d|-/u.test(value),
  },
  {
    rule: 'url.query',
    kind: 'secret',
    // What follows the question mark of anything like an address; the address itself needs no look.
    pattern: /(?<=[\p{L}\p{N}_/.-])\?(?<value>[^\s"'<>?]{2,2000})/gu,
    confidence: 0.86,
    holds: (value) => value.includes('='),
  },
  {
    rule: 'id.prefixed',
    kind: 'account',
    pattern:
      /(?<![\p{L}\p{N}_-])[a-z]{2,8}_(?=[A-Za-z]{0,20}\d)(?<value>[A-Za-z0-9]{10,64})(?![\p{L}\p{N}_-])/gu,
    confidence: 0.7,
  },
];
