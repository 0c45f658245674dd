/**
 * What stands under the head of a column that asks for an account, a number or a plate of somebody's →
 * the cells that have the form of one, whatever heads the rest of the table.
 */
import type { SensitiveKind, Span } from '../span.ts';
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';
import type { Cell } from './layout.ts';
import { isOrdinaryForm } from './ordinary-forms.ts';

interface Head {
  readonly kind: SensitiveKind;
  readonly head: RegExp;
  readonly holds: (text: string) => boolean;
}

const isDate = (text: string): boolean => /^\d{1,4}([-./ ])\d{1,2}\1\d{1,4}$/u.test(text);
const isAmount = (text: string): boolean => /[.,]\d{2}$|[£$€%]/u.test(text);

/** What runs by itself, deploy-bot, svc-backup: nobody's, but where a column tells who did or owns a thing it is told as somebody. */
const isOfMachine =
  /^(?:svc|srv|sys|ci|app|bot)[._-]\p{L}|\p{L}[._-](?:bot|robot|svc|service|agent|runner|job|worker)$/u;

const isAccount = (text: string): boolean =>
  /^\p{Ll}[\p{Ll}\d]{2,}(?:[._-][\p{Ll}\d]+){0,3}$/u.test(text) &&
  !isRole(text) &&
  !/^(?:cron|crond|kernel|kubelet|unknown|none|null|self)$/u.test(text) &&
  (isOfMachine.test(text) || classOfWord(text) === 0 || isNameWord(text));

const heads: readonly Head[] = [
  {
    kind: 'handle',
    head: /^(?:log-?(?:on|in)(?:[ _]name|[ _]id)?|(?:db|os|created|updated|changed|modified|requested)?[ _]?user(?:[ _]?name|[ _]?id)?|usename|rolname|handle|uid|account(?:[ _]name)?|principal|actor|assignee|assigned[ _]to|owner|owned by|opened by|author|committer|changed[ _]by|created[ _]by|updated[ _]by|run by|triggered by|benutzer(?:name|konto|kennung)?|anmeldename|bearbeiter|zugewiesen(?: an)?|besitzer|utilisateur|identifiant|compte|propriétaire|assigné à|usuario|cuenta|propietario|asignado a|utente|proprietario|assegnatario|gebruiker(?:snaam)?|eigenaar|toegewezen aan|anv[äa]ndare|ägare|bruger(?:navn)?|bruker(?:navn)?|użytkownik|właściciel|utilizador|responsável)$/iu,
    holds: isAccount,
  },
  {
    kind: 'employeeId',
    head: /^(?:matricola|matricule|pers(?:onal)?\.?-?(?:nr|nummer)|adm(?:ission|\.)? ?no|(?:staff|emp(?:loyee|l)?|badge|crew|member(?:ship)?|patient|pupil|student|client|customer|resident|tenant|policy|badge|hosp(?:ital)?|contract|agreement|licen[cs]e|passport|account|chart|case|claim)\.? ?(?:no|nr|id|number|#)|upn|mrn|ssn|nino|dni|nif|nie|cpf|cnp|pesel|bsn|codice fiscale|konto(?:nr|nummer)?|(?:mitglieds?|vertrags?|versicherungs?|kontrakt|avtals?|contratto|contrato|police|kunden?|patienten|versicherten|klant|leden|medlems|elev|kund)-?(?:nr|nummer))\.?$/iu,
    holds: (text) =>
      /^(?:[\p{L}\d][\p{L}\d./-]*)(?: [\p{L}\d./-]+){0,3}$/u.test(text) &&
      text.length <= 20 &&
      (text.match(/\d/gu)?.length ?? 0) >= 4 &&
      !/\p{L}{4}/u.test(text) &&
      !isDate(text) &&
      !isAmount(text) &&
      !isOrdinaryForm(text),
  },
  {
    kind: 'plate',
    head: /^(?:(?:number |licen[cs]e )?plate|reg(?:istration)?(?:\.? no)?|vehicle(?: reg)?|kennzeichen|fahrzeug|targa|veicolo|kenteken|voertuig|immatriculation|véhicule|matr[íi]cula|placa|ve[íi]culo|reg\.?nr|fordon|bil|tablica|pojazd|nr rej\.?|registreringsnummer|skilt)\.?$/iu,
    holds: (text) =>
      /^(?=.*\d)(?=.*\p{Lu})[\p{Lu}\d]{1,4}(?:[ -][\p{Lu}\d]{1,4}){0,3}$/u.test(text) &&
      text.replace(/[ -]/gu, '').length >= 5 &&
      text.length <= 10,
  },
];

/** In heights of a line: between two rows. */
const rowGap = 5;

const isUnder = (head: Cell, { box }: Cell): boolean =>
  box.y > head.box.y + 0.8 * head.box.height &&
  box.height < 2 * head.box.height &&
  (Math.abs(box.x - head.box.x) < 0.8 * head.box.height ||
    Math.abs(box.x + box.width - head.box.x - head.box.width) < 0.8 * head.box.height);

/** @returns the values of each cell that stands under such a head. */
export function headedValues(cells: readonly Cell[]): Map<Cell, Span[]> {
  const found = new Map<Cell, Span[]>();
  for (const head of cells) {
    const asked = heads.find((one) => one.head.test(head.text.replace(/[\s:*]+$/u, '')));
    if (asked === undefined) continue;
    let last = head.box.y;
    for (const cell of cells
      .filter((other) => isUnder(head, other))
      .toSorted((a, b) => a.box.y - b.box.y)) {
      const isAsked = asked.holds(cell.text);
      // Another table begins, or another field of a form.
      if (cell.box.y - last > rowGap * head.box.height) break;
      if (!isAsked && asked.kind !== 'handle' && /\p{L}{4}/u.test(cell.text)) break;
      last = cell.box.y;
      if (isAsked)
        found.set(cell, [
          {
            start: 0,
            end: cell.text.length,
            kind: asked.kind,
            rule: `label.${asked.kind}`,
            confidence: 0.85,
          },
        ]);
    }
  }
  return found;
}
