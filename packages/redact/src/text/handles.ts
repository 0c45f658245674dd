/** Names that people give themselves: by the site or label before them; in strict mode also by their look. */
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from './roles.ts';
import type { PatternRule } from './rule.ts';

/** More than the tagger's, which takes parts of an account's name for a person. */
const sure = 0.82;

const isName = (word: string): boolean => classOfWord(word) === 0 && isNameWord(word);

/** "select id from visits order by last_visit desc": a line of SQL, or what only that has behind a column. */
function isColumn(value: string, text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  if (!value.includes('_') || !/(?<!\p{L})(?:order|group|partition) by $/u.test(before))
    return false;
  const behind = text.slice(start + value.length, start + value.length + 12);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (
    line.endsWith('partition by ') ||
    /^ (?:asc|desc|limit|having)(?!\p{L})/iu.test(behind) ||
    /(?<!\p{L})(?:select |count ?\(|sum ?\(|over ?\()/iu.test(line)
  );
}

/** "rjones42", "mjackson77", "kenji_m": a name, perhaps behind an initial, in one of its parts. */
function holdsName(value: string): boolean {
  const [first = '', ...rest] = value.toLowerCase().split(/[\d_.-]+/u);
  return (
    first.length >= 3 &&
    (isName(first) || (first.length >= 5 && isName(first.slice(1)))) &&
    rest.every((part) => part.length < 3 || classOfWord(part) === 0)
  );
}

/** What languages and tools write behind an at sign: JSDoc, Java, Python, TypeScript, CSS. */
const annotations: ReadonlySet<string> = new Set(
  `param params return returns throws deprecated see example type typedef template override since
  version todo public private protected internal readonly default description module namespace class
  constructor extends implements property prop callback event fires listens file link async generator
  ts-expect-error ts-ignore ts-nocheck ts-check injectable test autowired entity column component
  service controller before after beforeeach aftereach suppresswarnings functionalinterface nullable
  notnull nonnull bean configuration getmapping postmapping requestmapping requestbody pathvariable
  input output staticmethod classmethod dataclass pytest.fixture pytest.mark.parametrize media import
  charset font-face keyframes supports layer tailwind apply include mixin extend function if else each
  while use forward container page published main available mainactor state binding objc discardableresult
  composable preview inject provides singleton reflect.metadata`.split(/\s+/u),
);
/** The scope of a package, where such stand: in quotes, and behind the tool that fetches them. Else it may be somebody: @ann/done. */
const isScope = (value: string, text: string, start: number): boolean =>
  /^@[a-z\d.-]+$/u.test(value) &&
  /^\/[a-z\d]/u.test(text.slice(start + value.length, start + value.length + 2)) &&
  /(?:["'`]|(?<![\p{L}\p{N}])(?:npm|pnpm|yarn|npx|bun|deno) [^\n]{0,120})$/u.test(
    text.slice(Math.max(0, start - 130), start),
  );

const isAnnotation = (value: string): boolean => annotations.has(value.toLowerCase());

const givenRules: readonly PatternRule[] = [
  {
    rule: 'handle.home',
    kind: 'handle',
    pattern: /(?<=(?:\/home\/|\/Users\/|[A-Za-z]:\\Users\\))[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,40}/gu,
    confidence: 0.85,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.host',
    kind: 'handle',
    // ssh ann@10.0.0.7, scp x ann@build: — before a host of a network, not of the post.
    pattern:
      /(?<![\p{L}\p{N}@.:/_#-])[\p{Ll}_][\p{Ll}\p{N}_.-]{0,31}(?=@(?:\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\p{N}-]{1,63})(?![\p{L}\p{N}.@-]))/gu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.prompt',
    kind: 'handle',
    // The prompt of a shell that tells machine, folder and user: studio:~ ann$ ls
    pattern:
      /(?<=^[\p{L}\p{N}.-]{1,63}:[~/][^\s$#%:]{0,80} )[\p{L}_][\p{L}\p{N}_.-]{0,31}(?=[$%#](?: |$))/gmu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.todo',
    kind: 'handle',
    // Whose it is to do: TODO(ann):
    pattern: /(?<=\b(?:TODO|FIXME|XXX|HACK)\(@?)[\p{L}_][\p{L}\p{N}_.-]{1,40}(?=\))/gu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.option',
    kind: 'handle',
    pattern:
      /(?<=\s(?:-u|-U|--user(?:name)?)[ =]["']?)[\p{L}_][\p{L}\p{N}_.-]{1,40}(?![\p{L}\p{N}:@/])/gu,
    confidence: 0.75,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.access',
    kind: 'handle',
    // The common log format: 83.221.14.190 - hdrost [12/Mar/2024
    pattern: /(?<=[\da-f] - )[\p{L}_][\p{L}\p{N}_.-]{1,40}(?= \[\d)/gu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.sudo',
    kind: 'handle',
    pattern: /(?<=\bsudo(?:\[\d{1,7}\])?: {1,4})[\p{L}_][\p{L}\p{N}_.-]{1,40}(?= : )/gu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.site',
    kind: 'handle',
    pattern:
      /(?<=(?:^|[^\p{L}\p{N}])(?:twitter|x|instagram|facebook|tiktok|github|gitlab|linkedin|threads|t|telegram|medium|youtube|reddit|twitch|snapchat|vk|discord)\.(?:com|me|net|org|gg)\/(?:in\/|u\/|@)?)[\p{L}\p{N}_][\p{L}\p{N}_.-]{2,40}(?![\p{L}\p{N}])/giu,
    confidence: 0.8,
    holds: (value) =>
      !/^(?:login|signup|home|search|explore|settings|about|watch|share|hashtag|orgs|features|pricing|help|legal|policy)$/iu.test(
        value,
      ),
  },
  {
    rule: 'handle.said',
    kind: 'handle',
    pattern:
      /\b(?:insta(?:gram)?|twitter|tiktok|telegram|discord|skype|snapchat|github|handle|username|user name|nick(?:name)?)[ ]?(?:is|:|=|ist|est|es)[ ]{1,2}@?(?<value>[\p{L}\p{N}_][\p{L}\p{N}_.-]{2,40}[\p{L}\p{N}_])(?![\p{L}\p{N}@])/giu,
    confidence: 0.7,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'url.person',
    kind: 'handle',
    pattern:
      /(?<=[\p{L}\p{N}]\/(?:in|u|user|users|profile|profiles|people|person|members?|authors?|customers?|patients?|calendly\.com|gravatar)\/)(?=[^\s/?#]{0,60}\p{L}{3})[^\s/?#"'<>]{3,80}/giu,
    confidence: 0.7,
    holds: (value) =>
      !/^(?:new|edit|list|search|all|me|login|settings|overview|index|\p{L}{1,6}-\d+)$/iu.test(
        value,
      ),
  },
  {
    rule: 'handle',
    kind: 'handle',
    // Not the scope of a package (@types/node), nor what code marks things with.
    pattern:
      /(?<![\p{L}\p{N}.@_]|(?<!@[\p{L}\p{N}_.-]{1,41})\/)@[\p{L}_][\p{L}\p{N}_.-]{1,40}[\p{L}\p{N}_]/gu,
    confidence: 0.75,
    holds: (value, text, start) => !isAnnotation(value.slice(1)) && !isScope(value, text, start),
  },
  {
    rule: 'handle.label',
    kind: 'handle',
    pattern:
      /(?<![\p{L}\p{N}]|last )(?:user(?:[ _]?(?:name|id))?|login|uid|benutzer(?:name)?|utilisateur|usuario)["']?[ ]?[=:][ ]{0,2}["']?(?<value>[\p{L}\p{N}][\p{L}\p{N}_.-]{2,63})(?![\p{L}\p{N}@])/giu,
    confidence: 0.7,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.quoted',
    kind: 'handle',
    // As servers tell who could not log in: password authentication failed for user "ann".
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:user(?:name)?|login|benutzer|utilisateur|usuario|utente|gebruiker) ["'\u0060])[\p{L}_][\p{L}\p{N}_.-]{1,40}(?=["'\u0060])/giu,
    confidence: sure,
    holds: (value) =>
      !isRole(value) && (/[\d_.-]/u.test(value) || classOfWord(value.toLowerCase()) !== 1),
  },
  {
    rule: 'handle.session',
    kind: 'handle',
    // Whose session it is, as headers and status bars tell in nine languages: "logged in as pdevries".
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:(?:logged|signed|log|sign) ?(?:in|on)|connected(?: to \S{1,40})?|running) as |(?<![\p{L}\p{N}])(?:angemeldet|eingeloggt) als |(?<![\p{L}\p{N}])connectée? en tant que |(?<![\p{L}\p{N}])(?:conectad[oa]|sesi[óo]n iniciada|sess[ãa]o iniciada) como |(?<![\p{L}\p{N}])(?:connesso|connessa|accesso eseguito) come |(?<![\p{L}\p{N}])(?:ingelogd|aangemeld) als |(?<![\p{L}\p{N}])zalogowan[ya] jako |(?<![\p{L}\p{N}])(?:inloggad|logget (?:inn|ind)) som )["'\u0060]?(?<value>(?:[\p{L}\p{N}_-]{1,30}\\)?[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,40}[\p{L}\p{N}_])(?![\p{L}\p{N}@])/giu,
    confidence: sure,
    // A name as people write it is one, with what stands behind it.
    holds: (value) =>
      !isRole(value) &&
      !/^\p{Lu}\p{Ll}*$/u.test(value) &&
      (/[\d_.\\-]/u.test(value) || classOfWord(value.toLowerCase()) !== 1),
  },
  {
    rule: 'handle.quotedDoer',
    kind: 'handle',
    // As logs tell whose job it was: queued on floor2 by "jkiprotich".
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:queued|printed|submitted|requested|cancell?ed|approved|rejected|locked|unlocked|claimed|edited|uploaded|downloaded|deleted|reopened)(?: (?:on|to|from) \S{1,40})? by ["'\u0060])[\p{Ll}_][\p{Ll}\p{N}_.-]{2,40}(?=["'\u0060])/gu,
    confidence: sure,
    holds: (value) => !isRole(value) && classOfWord(value) === 0,
  },
  {
    rule: 'handle.passwd',
    kind: 'handle',
    // passwd(5): people's numbers begin at 1000.
    pattern: /^[\p{L}_][\p{L}\p{N}_.-]{1,31}(?=:[x*!]?:[1-9]\d{3,8}:\d{1,9}:)/gmu,
    confidence: sure,
    holds: (value) => !isRole(value),
  },
  {
    rule: 'handle.activity',
    kind: 'handle',
    // What an account did, on a page of reviews: "dkovacs commented 2 days ago".
    pattern:
      /(?<![\p{L}\p{N}@._/-])[\p{Ll}\p{N}](?:[\p{Ll}\p{N}_.]|-(?=[\p{Ll}\p{N}])){2,38}(?= (?:commented|opened this|closed this|reopened this|merged \d|pushed \d|force-pushed|approved these changes|requested (?:a review|changes)|self-assigned|added the|left a comment|left review comments)\b)/gmu,
    confidence: sure,
    holds: (value) => !isRole(value) && (/[\d_.-]/u.test(value) || classOfWord(value) === 0),
  },
];

/** ann.smith, p_adeyemi2: with a sign inside it is one name, whatever its parts are. */
const isJoined = (value: string): boolean => /[\p{L}\p{N}][._-][\p{L}\p{N}]/u.test(value);

export const handleRules: readonly PatternRule[] = [
  ...givenRules,
  ...givenRules
    .filter(({ rule }) => /^handle(?:\.(?:label|said|option))?$/u.test(rule))
    .map((given) => ({
      ...given,
      confidence: sure,
      holds: (value: string, text: string, start: number) =>
        isJoined(value) && given.holds?.(value, text, start) !== false,
    })),
];

/** After an initial: what no language knows as a word, or a name. */
const isFamily = (family: string): boolean =>
  classOfWord(family) === 0 && (isNameWord(family) || family.length >= 6);

/** Strict mode only: what stands after "by", and names with numbers or strokes behind them. */
export const looseHandleRules: readonly PatternRule[] = [
  {
    rule: 'handle.by',
    kind: 'handle',
    pattern:
      /(?<=(?<![\p{L}\p{N}])(?:by|von|par|por) )[a-z][a-z\d]{0,20}(?:[_-][a-z\d]{1,20}){1,4}(?![\p{L}\p{N}_-])/gu,
    confidence: 0.6,
    holds: (value, text, start) => !isColumn(value, text, start),
  },
  {
    rule: 'handle.initial',
    kind: 'handle',
    // j_petrenko; not m_value, x_train.
    pattern: /(?<![\p{L}\p{N}@._/=>-])\p{Ll}_\p{Ll}{4,20}(?![\p{L}\p{N}@_(=[.-])/gu,
    confidence: 0.55,
    holds: (value) => isFamily(value.slice(2)),
  },
  {
    rule: 'handle.dotted',
    kind: 'handle',
    // A name and an initial with a dot between: j.ferrant, tomasz.k.
    pattern:
      /(?<![\p{L}\p{N}@._/=$\\-])(?:[a-z]\.[a-z]{4,16}|[a-z]{4,16}\.[a-z])(?![\p{L}\p{N}@_(=[/-]|\.[\p{L}\p{N}])/gu,
    core: /[a-z]\.[a-z]/u,
    confidence: sure,
    holds: (value) => {
      const [first = '', last = ''] = value.split('.');
      return first.length > 1 ? isName(first) : isFamily(last);
    },
  },
  {
    rule: 'handle.glued',
    kind: 'handle',
    // An initial and a family name as one word, alone on its line: in prose of any language many words look so.
    pattern: /^[ \t]*(?:[*•-] )?(?<value>[a-z]{5,16})[ \t]*$/gmu,
    confidence: sure,
    holds: (value) => classOfWord(value) === 0 && !isNameWord(value) && isName(value.slice(1)),
  },
  {
    rule: 'handle.name',
    kind: 'handle',
    pattern:
      /(?<![\p{L}\p{N}@._/=-])[a-z]{3,20}(?:[_.-]?\d{1,6}|_[a-z]{1,20}(?:_?[a-z\d]{1,12})?)(?![\p{L}\p{N}@_(=-]|\.[\p{L}\p{N}])/gu,
    core: /[a-z](?:[_.-]?\d|_[a-z])/u,
    confidence: 0.55,
    holds: holdsName,
  },
];
