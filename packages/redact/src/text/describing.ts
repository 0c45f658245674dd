/** What describes a person without pointing at one: dates and nationalities; and places with a form of their own. */
import type { PatternRule } from './rule.ts';

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const nationalities =
  'afghan|albanian|algerian|american|andorran|angolan|argentin(?:e|ian)|armenian|australian|austrian|azerbaijani|bahamian|bahraini|bangladeshi|barbadian|belarusian|belgian|belizean|beninese|bhutanese|bolivian|bosnian|botswanan|brazilian|british|bruneian|bulgarian|burmese|burundian|cambodian|cameroonian|canadian|chadian|chilean|chinese|colombian|comorian|congolese|costa rican|croatian|cuban|cypriot|czech|danish|djiboutian|dominican|dutch|ecuador(?:ean|ian)|egyptian|emirati|english|eritrean|estonian|ethiopian|fijian|filipino|finnish|french|gabonese|gambian|georgian|german|ghanaian|greek|grenadian|guatemalan|guinean|guyanese|haitian|honduran|hungarian|icelandic|indian|indonesian|iranian|iraqi|irish|israeli|italian|ivorian|jamaican|japanese|jordanian|kazakh|kenyan|korean|kosovar|kuwaiti|kyrgyz|lao(?:tian)?|latvian|lebanese|liberian|libyan|lithuanian|luxembourgish|macedonian|malagasy|malawian|malaysian|maldivian|malian|maltese|mauritanian|mauritian|mexican|moldovan|mongolian|montenegrin|moroccan|mozambican|namibian|nepal(?:i|ese)|new zealander|nicaraguan|nigerian|nigerien|norwegian|omani|pakistani|palestinian|panamanian|paraguayan|peruvian|polish|portuguese|qatari|romanian|russian|rwandan|salvadoran|samoan|saudi|scottish|senegalese|serbian|singaporean|slovak(?:ian)?|slovene|slovenian|somali|south african|spanish|sri lankan|sudanese|surinamese|swedish|swiss|syrian|taiwanese|tajik|tanzanian|thai|togolese|tongan|trinidadian|tunisian|turkish|turkmen|ugandan|ukrainian|uruguayan|uzbek|venezuelan|vietnamese|welsh|yemeni|zambian|zimbabwean|catholic|protestant|muslim|jewish|hindu|buddhist|sikh|mormon|orthodox|democrat|republican|hispanic|latino|latina|african|asian|caucasian|european';

export const describingRules: readonly PatternRule[] = [
  {
    rule: 'date.numeric',
    kind: 'date',
    pattern:
      /(?<![\p{L}\p{N}./-]|\d,)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?![\p{L}\p{N}]|[-/]\d)/gu,
    confidence: 0.94,
  },
  {
    rule: 'date.words',
    kind: 'date',
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:(?:\d{1,2}(?:st|nd|rd|th|\.)?[ ](?:of[ ]|de[ ])?(?:${months})\.?(?:,?[ ](?:de[ ])?\d{4})?)|(?:(?:${months})\.?[ ]\d{1,2}(?:st|nd|rd|th)?(?:,?[ ]\d{4})?)|(?:(?:${months})[ ]\d{4}))(?![\p{L}\p{N}])`,
      'giu',
    ),
    confidence: 0.85,
  },
  {
    rule: 'date.weekday',
    kind: 'date',
    pattern: /(?<![\p{L}\p{N}])(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?(?![\p{L}\p{N}])/giu,
    confidence: 0.75,
  },
  {
    rule: 'date.year',
    kind: 'date',
    pattern: /(?<![\p{L}\p{N}.,:/#$€£-])(?:19|20)\d{2}(?![\p{L}\p{N}%]|[-/:.,]\d)/gu,
    confidence: 0.55,
  },
  {
    rule: 'birthDate.label',
    kind: 'birthDate',
    pattern:
      /\b(?:(?:dob|d\.o\.?b|do\.b)\.?|date of birth|birth ?date|birthday|born(?: on)?|geburtsdatum|geboren(?: am)?|geb\.(?:-?dat(?:um|\.))?|date de naissance|n[ée]e? le|fecha de nacimiento|nacid[oa] el)\b[ \t]{0,4}[:.-]?[ \t\n]{0,4}(?<value>[\p{L}\d][\p{L}\d .,/-]{3,24}\d)/giu,
    confidence: 0.95,
    // The label of the next field may stand there.
    holds: (value) =>
      !/^(?:ssn|sin|nino|steuer|tax|tel|phone|mobile|passport|mrn|dni|nif|id)(?![\p{Ll}])|^\p{L}[\p{L}-]* \d{3}[- ]\d/iu.test(
        value,
      ),
  },
  {
    rule: 'nationality',
    kind: 'attribute',
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${nationalities})s?(?![\p{L}\p{N}])`, 'giu'),
    confidence: 0.82,
  },
  {
    rule: 'url',
    kind: 'url',
    pattern:
      /(?<![\p{L}\p{N}])(?:https?|ftp|wss?):\/\/[^\s"'<>\u0060{}|\\^]{1,2000}[^\s"'<>\u0060{}|\\^.,;:!?)\]]/giu,
    confidence: 0.88,
  },
  {
    rule: 'url.www',
    kind: 'url',
    pattern:
      /(?<![\p{L}\p{N}@./-])www\.[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}(?:\/[^\s"'<>]{0,1000})?/giu,
    confidence: 0.88,
  },
];
