/**
 * Words that tell when, how much and which version, and of nobody, unless a rule says otherwise (as
 * of a date of birth behind its label), or what stands around them (likely-words.ts).
 */
import { matchesOf } from '../matches.ts';
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';

const ordinaryForms = [
  // 09:44:57.902, 2:30pm
  /^\P{L}?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:[ap]\.?m\.?)?\P{L}?$/iu,
  // 2-2:30pm, 9:00-17:30
  /^\P{L}?(?:\d{1,2}[-–]\d{1,2}(?:[:.]\d{2})?[ap]\.?m\.?|\d{1,2}:\d{2}[-–]\d{1,2}:\d{2})\P{L}?$/iu,
  // 11-12:15, 9-11am where a 1 was read as an l; +0100: hours from Greenwich
  /^\P{L}?\d{1,2}[-–](?:\d{1,2}:\d{2}|[\dlI]{1,2}[ap]m)\P{L}?$/u,
  /^[+-](?:0\d|1[0-4])[03]0$/u,
  // 3x4,20€
  /^\d{1,3}[x×]\d{1,4}[.,]\d{2}\P{N}{0,2}$/u,
  // 2025-01-12T08:30:00Z
  /^\P{N}?20(?:1[89]|2\d)-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?\P{L}{0,3}$/u,
  // [20/Nov/2026:09:14:02: when a server was asked
  /^\P{N}?\d{1,2}\/\p{Lu}\p{Ll}{2}\/20\d{2}(?::\d{2}){3}\P{N}?$/u,
  // 1,250.00, A$86.00, 12 %
  /^\P{N}{0,3}\d{1,3}(?:[.,]\d{3})*[.,]\d{2}\P{N}{0,3}$/u,
  /^\P{N}{0,3}\d{1,3}(?:,\d{3})+\P{N}{0,2}$/u,
  /^\P{N}?\d{1,3}(?:[.,]\d)?%\P{N}?$/u,
  // v4.18.2, 5.2.0-rc3, 6.1.0-28-amd64; 7.654.321-9 is an identity card's number
  /^(?!\d{2}\.\d{1,3}\.\d{2,3}$)v?\d{1,2}\.(?!\d{3}\.\d{3}(?!\d))\d{1,3}\.\d{1,3}(?:-\d{1,3})?(?:-\p{L}{1,8}\.?\d{0,3})?['",;)]?$/u,
  // 0.0.0.0, 127.0.0.1:8080, 255.255.255.0/24: every machine's
  /^\P{L}?::1(?:\/128)?\P{L}?$/u,
  /^\P{L}?(?:0\.0\.0\.0|127\.0\.0\.\d{1,3}|255\.255\.\d{1,3}\.\d{1,3})(?:[:/]\d{1,5})?\P{L}?$/u,
  // What is pressed beside a secret, a name or a letter
  /^(?:Hide|Show|Copy|Reveal|Admit|Edit|Delete|Remove|Reply|Mute|Unmute)$/u,
  // mg/dL, mmol/L, Mbit/s, as they are easily read, too
  /^\P{L}?(?:m[gm][/l1I]?dL|[mnpµu]mol\/[lLI]|m?[IU]{1,2}\/m?[lLI]|[kMG]bit(?:\/s|[lI/]s)?|[kMG]i?B\/s|mm[Hh]g|kWh|kWp|km\/h|°[CF]|m[²³])\P{L}?$/u,
];

/** Mostly a version; among addresses of the net one of which a full stop was not read: 10.20.119 */
export const isVersion = (text: string): boolean =>
  /^\d{2}\.(?:\d{1,2}\.\d{2,3}|\d{3}\.\d{2})$/u.test(text);

/** An hour whose colons were not read, with its thousandths, as logs have it: 10 41 02 118 */
const clocks = /(?<![\p{L}\p{N}])(?:[01]\d|2[0-3])[: ][0-5]\d[: ][0-5]\d[., ]\d{3}(?!\d|[ .-]\d)/gu;

export const isInClock = (text: string, start: number): boolean =>
  matchesOf(clocks, text).some(
    (clock) => clock.index <= start && start < clock.index + clock[0].length,
  );

/** Mostly as well, but a child's date of birth and a key look alike: what stands around them tells. */
const usuallyOrdinary = [
  // 21.11.2024, 2024-11-21: few are anybody's birthday.
  /^\P{N}?\d{1,2}([./-])\d{1,2}\1(?:20)?(?:1[89]|2\d)\P{N}?$/u,
  /^\P{N}?20(?:1[89]|2\d)([./-])\d{2}\1\d{2}\P{N}?$/u,
  // FV/112/11/2026: a bill, as several countries number them
  /^\p{Lu}{1,3}\/\d{1,6}\/(?:\d{1,2}\/)?20\d{2}\P{N}?$/u,
  /^\d{1,6}\/\p{Lu}{1,4}\/(?:\d{1,2}\/)?20\d{2}\P{N}?$/u,
  // 77be012: perhaps a commit
  /^(?=[a-f]{0,9}\d)(?=\d{0,9}[a-f])[\da-f]{7,10}$/u,
];

/** 4be91d7: a commit, beside whose author it mostly stands; c1048823 may be a student's number. */
export const isCommit = (text: string): boolean =>
  /^(?=\d{0,8}[a-f]+\d+[a-f])[\da-f]{7,10}$/u.test(text);

/** "commit 9f31c07d…", of which a sign may be read as another, or as two. */
export const isLoggedCommit = (text: string, start: number): boolean =>
  start > 0 &&
  /^(?:commit|tree|parent|index|Merge:)[: ]{1,2}$/u.test(text.slice(0, start)) &&
  /^[\p{Ll}\d]{38,42}(?: |$)/u.test(text.slice(start));

/** orders-api-7c9d6f5b8-4xk2p, log-agent-4xk2p, report-28410240-7xk4z: as Kubernetes names what it runs; the name in front may be somebody's. */
const pod =
  /^(?<name>\p{Ll}[\p{Ll}-]{1,60}?)-(?:(?:(?=[a-z]{0,10}\d)[bcdfghjklmnpqrstvwxz2-9]{5,10}|\d{8})-[bcdfghjklmnpqrstvwxz2-9]{5}|(?=[a-z]{0,4}\d)(?=\d{0,4}[a-z])[bcdfghjklmnpqrstvwxz2-9]{5})$/u;
/** Programs that lists know as names, or not at all. */
const programs =
  /^(?:api|argo|auth|celery|coredns|cron|db|envoy|etcd|etl|helm|istio|kafka|kube|loki)$/u;

function isPod(text: string): boolean {
  const name = pod.exec(text)?.groups?.['name'];
  return (
    name !== undefined &&
    name
      .split('-')
      .every((part) => programs.test(part) || (classOfWord(part) !== 0 && !isNameWord(part)))
  );
}

export const isUsuallyOrdinary = (text: string): boolean =>
  usuallyOrdinary.some((form) => form.test(text));

/** In letters: too short a part to be somebody's, if no list knows it for a name. */
const mostOfNobody = 3;

/** A word that lists know, and for no name, or a part that is too short for one. */
export const isPlainPart = (part: string): boolean =>
  !isNameWord(part) && (part.length <= mostOfNobody || classOfWord(part) !== 0);

/** SMTP_PASSWORD, RETRY_DAYS: what is set is called so; files and folders are called by people, too: SMITH_LEASE. */
const constant = /^\P{L}{0,2}(?<parts>\p{Lu}{2,}(?:_\p{Lu}{2,}){1,5})["'=:;,)\]]{0,3}$/u;

const isConstant = (text: string): boolean =>
  constant.exec(text)?.groups?.['parts']?.toLowerCase().split('_').every(isPlainPart) ?? false;

const isMachineWord = (part: string): boolean =>
  part.length < 3 || isRole(part) || (classOfWord(part) !== 0 && !isNameWord(part));

/** root@files-2:~#, deploy@web:/var/log$, postgres:16.4: nobody is told; in root@nadias-macbook:~ somebody is. */
function isOfMachine(text: string): boolean {
  const { account, host, path, image } =
    /^(?:(?<account>\p{Ll}[\p{Ll}\d-]*)@(?<host>[\p{Ll}\d.-]{1,63}):(?:~|(?<path>\/(?:(?:etc|opt|srv|tmp|usr|var)(?:\/[a-z]{2,12}){0,2})?))?[#$%]?|\P{L}?(?<image>\p{Ll}[\p{Ll}\d/-]{1,60}):v?\d{1,4}(?:\.\d{1,4}){1,2}(?:-\p{Ll}{2,12}[\d.]{0,6})?\P{L}?)$/u.exec(
      text,
    )?.groups ?? {};
  const machine = image ?? host;
  return (
    machine !== undefined &&
    `${machine} ${path ?? ''}`.split(/[^\p{L}]+/u).every(isMachineWord) &&
    (account === undefined || isRole(account))
  );
}

export const isOrdinaryForm = (text: string): boolean =>
  ordinaryForms.some((form) => form.test(text)) ||
  isConstant(text) ||
  isOfMachine(text) ||
  isPod(text);
