/** The keeper's own page, for a steward in a hurry. */
export const keeperStrings = {
  heading: 'Stop everything',
  lead: 'This page comes from the keeper itself and works while the rest is down.',
  stateHeading: 'State',
  epoch: 'Epoch',
  build: 'Build',
  unseal: 'Unseal it where it runs, with the passphrase, the shares or the token',
  unsealCommand: 'understudy keeper unseal',
  whoHeading: 'Who are you?',
  who: 'This browser holds the passkey of steward',
  another: 'Use another invite',
  invite: 'Your invite',
  invited:
    'You opened a steward’s invite. Make a passkey with it: it approves grants and locks down, and stays on this device.',
  inviteNote: 'You make it with your own key: understudy keeper invite --key YOUR-KEY',
  inviteFailed:
    'An invite works once, and for an hour. A new one: understudy keeper invite --key YOUR-KEY',
  register: 'Make a passkey on this device',
  registerClosed:
    'The keeper takes new passkeys only while it is open. Until then every act can be signed with your own key on the command line.',
  lockHeading: 'Lock down',
  lockNeedsPasskey: 'Make a passkey first; until then: understudy lockdown --reason TEXT',
  resumeHeading: 'Resume',
  resumeText:
    'Going on takes a green control report, made under this lockdown, and two stewards. The keeper is sealed afterwards, and opens only when it is unsealed.',
  checklist: {
    report: 'A control report is at hand',
    green: 'It is green: every control held',
    build: 'It was made with this build',
    fresh: 'It was made under this lockdown, and is under 24 hours old',
    first: 'One steward agrees',
    second: 'A second steward agrees',
  },
  done: 'Done',
  missing: 'Missing',
  makeReport: 'Probe every control, and write the report',
  verifyCommand: (keeper: string) =>
    `understudy verify --vault VAULT --keeper ${keeper} --key KEY1 KEY2 --out report.jws`,
  given: 'The report, or what the first steward handed you',
  givenNote: 'Paste the text of report.jws or of resume.json, or open the file.',
  givenBad: 'This is neither a control report nor a hand-over.',
  file: 'Open the file',
  needsPasskey: 'Make your passkey on this device first.',
  agree: 'Agree with my passkey',
  saveHandOver: 'Save resume.json',
  handOver: 'Hand this to the second steward, who opens it on this page of theirs',
  resume: 'Resume',
} as const;
