/** The keeper's own page, for a steward in a hurry. */
export const keeperStrings = {
  heading: 'Stop everything',
  lead: 'This page comes from the keeper itself and works while the rest is down.',
  stateHeading: 'State',
  epoch: 'Epoch',
  build: 'Build',
  whoHeading: 'Who are you?',
  who: (steward: string) => `You are steward ${steward} on this device.`,
  invite: 'Your invite (understudy keeper invite)',
  register: 'Make a passkey on this device',
  lockHeading: 'Lock down',
  lockNeedsPasskey: 'Make a passkey first; until then: understudy lockdown --reason TEXT',
  resumeHeading: 'Resume',
  resumeText:
    'Going on takes a control report that is green, of this build and under 24 hours old, and two stewards.',
  checklist: {
    locked: 'The keeper is locked',
    report: 'A control report is at hand (understudy verify --out report.jws)',
    first: 'One steward agrees',
    second: 'A second steward agrees',
  },
  done: 'done',
  missing: 'missing',
  reportLabel: 'Control report (report.jws)',
  agree: 'Agree with my passkey',
  handOver: 'Hand this to the second steward, who puts it in here',
  otherLabel: 'The first steward’s agreement',
  resume: 'Resume',
  resumed: (epoch: number) =>
    `Resumed. The epoch is ${epoch}; the keeper is sealed and waits to be unsealed.`,
} as const;
