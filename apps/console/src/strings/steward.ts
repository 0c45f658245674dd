/** The steward's pages: is anything wrong, what waits for me, can I stop it now? */
import { countOf } from './count.ts';

export const stewardStrings = {
  nav: { safe: 'Is it safe?', grants: 'Grants' },
  safe: {
    heading: 'Is it safe?',
    lead: 'The state of the whole, what waits for you, and the one press that stops everything.',
    stateHeading: 'State',
    state: {
      open: 'Open',
      sealed: 'Sealed',
      locked: 'Locked down',
      uninitialised: 'Not set up',
      away: 'Keeper out of reach',
    },
    stateText: {
      open: 'Approved releases can happen, each logged before it does.',
      sealed: 'Nothing can be opened until the keeper is unsealed.',
      locked: 'Nothing can be opened, and every recorder stops within 30 seconds.',
      uninitialised: 'The keeper has no keys yet, so nothing can be opened.',
      away: 'The vault cannot reach the keeper. Nothing can be opened through this vault.',
    },
    facts: {
      people: 'People',
      sessions: 'Sessions',
      stored: 'Stored, sealed',
      releases: 'Releases',
      logSize: 'Log entries',
    },
    lock: 'Lock down now',
    lockHeading: 'Lock everything down?',
    lockText:
      'Running exports end, no lease is renewed, recorders stop within 30 seconds. It holds through restarts. Going on takes two stewards and a green control report.',
    locking: 'Waiting for the keeper to take the order. Its own page takes it too.',
    lockReason: 'Reason (name no person; its hash stands in the log)',
    locked: (epoch: number) => `Locked down. The epoch is now ${epoch}.`,
    resume:
      'To go on, two stewards open the keeper’s own page, where each made a passkey: it has the checklist.',
    toKeeper: (host: string) => `Open the keeper’s page (${host})`,
    waitingHeading: 'Waiting for you',
    waitingEmpty: 'Nothing waits for you.',
    controlsHeading: 'Controls',
    controlsNone: 'Nobody has probed the controls yet. Two stewards do it with',
    verify: (vault: string) => `understudy verify --vault ${vault} --keeper KEEPER --key KEY1 KEY2`,
    controlsMissing: 'Not checked',
    held: 'Held',
    failed: 'Failed',
    heldCount: (held: number, of: number) => `${held} of ${of} controls held: see each`,
    controlsGreen: 'All controls held',
    controlsRed: 'A control failed',
    controlsStale: 'Older than 24 hours',
    controlsAt: (when: string) => `Last report: ${when}`,
    erasuresHeading: 'Erasures under way',
    erasures: (count: number) =>
      count === 0
        ? 'None.'
        : countOf(count, 'erasure waits', 'erasures wait') + ' for the last backup key to die.',
    stale: (count: number) =>
      count === 0
        ? 'No dataset version is stale.'
        : countOf(count, 'dataset version is stale', 'dataset versions are stale') + '.',
    witnessesHeading: 'Witnesses',
    witnessesEmpty:
      'Nobody outside your control cosigns the log. Ask the works council or the auditor to run a witness.',
    witnessColumns: { name: 'Witness', size: 'Has confirmed', at: 'At' },
    witnessSize: (size: number, of: number) =>
      `${size.toLocaleString()} of ${of.toLocaleString()} entries`,
    releasesHeading: 'Releases a day',
    releasesEmpty: 'Nothing was released in these weeks.',
    releasesEach: 'Each day in figures',
    releasesColumns: { day: 'Day', count: 'Releases' },
    releasesText: (total: number, days: number) =>
      `${countOf(total, 'release', 'releases')} on ${countOf(days, 'day', 'days')}.`,
    pending: (count: number) =>
      `${countOf(count, 'statement waits', 'statements wait')} until the keeper can be reached.`,
    refused: {
      enrolDevice: 'an enrolment of a device',
      revokeDevice: 'an end of a device',
      withdraw: 'a withdrawal',
      erase: 'an erasure',
      expire: 'an end of keeping',
      revokeGrant: 'an end of a grant',
    },
    refusedList: (each: readonly string[]) =>
      `The keeper refused what the vault handed on, so it did not happen there: ${each.join(', ')}. Tell the operator.`,
  },
  incidents: {
    heading: 'Incidents',
    empty:
      'No incident was drawn up. "understudy incident" finds whom a period touched, and tells them.',
    columns: {
      opened: 'Drawn up',
      period: 'About',
      touched: 'Touched',
      told: 'Told',
      receipts: 'Receipts in the log',
    },
    period: (from: string, until: string) => `${from} to ${until}`,
    touched: (people: number, releases: number) =>
      `${countOf(people, 'person', 'people')}, ${countOf(releases, 'release', 'releases')}`,
    allTold: 'Everybody',
    notAllTold: 'Not everybody',
    told: (people: number, fetched: number, when: string) =>
      `${countOf(people, 'notice', 'notices')} sent, ${fetched} fetched, the last on ${when}`,
  },
  grant: {
    heading: 'Grants',
    lead: 'Who asks for what, why, and how far it would reach. People stand by the end of their id: the servers keep nobody’s name.',
    empty: 'Nobody has asked for anything.',
    sentence: (tier: string, program: string) => `To read “${program}”, up to ${tier}`,
    facts: {
      purpose: 'What for',
      who: 'Researcher',
      reach: 'It reaches, as consents stand now',
      apps: 'Apps and sites',
      period: 'Recorded',
      most: 'At most',
      until: 'Until',
    },
    everyApp: 'All of the program',
    period: (from: string | null, until: string | null) =>
      from === null && until === null
        ? 'At any time'
        : [from === null ? '' : `from ${from}`, until === null ? '' : `until ${until}`]
            .filter((part) => part !== '')
            .join(' '),
    most: (segments: string, size: string) => `${segments} pieces, ${size}`,
    chosen: (people: number, sessions: number) =>
      `Only of ${[people > 0 ? countOf(people, 'chosen person', 'chosen people') : '', sessions > 0 ? countOf(sessions, 'chosen session', 'chosen sessions') : ''].filter((part) => part !== '').join(' and ')}.`,
    reach: (people: number, sessions: number, hours: string) =>
      `${countOf(people, 'person', 'people')}, ${countOf(sessions, 'session', 'sessions')}, ${hours}`,
    reachSentence: (reach: string) => `It reaches ${reach}, as consents stand now.`,
    until: (when: string) => `Until ${when}.`,
    approvals: (count: number) => `${count} of 2 approvals`,
    released: (segments: number, size: string) =>
      `${countOf(segments, 'segment', 'segments')} released, ${size}`,
    hash: 'What your passkey signs',
    needsPasskey: 'Make a passkey on the keeper’s page first, or: understudy grant approve',
    noSteward: 'Nobody is signed in as a steward.',
    approve: 'Approve with a passkey',
    approvedByYou: 'You approved it. Another steward has to, too.',
    deny: 'Deny',
    revoke: 'Revoke',
    denyHeading: 'Deny this?',
    denyText: 'Nothing more is released under it. The researcher sees your reason.',
    reason: 'Reason',
    states: {
      pending: 'Waiting',
      approved: 'Approved',
      denied: 'Denied',
      expired: 'Expired',
      revoked: 'Revoked',
      usedUp: 'Used up',
    },
    deniedBy: (reason: string) => `Denied: ${reason}`,
  },
} as const;
