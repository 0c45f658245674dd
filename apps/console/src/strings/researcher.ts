/** The researcher's pages: what is there, how good is it, how do I get it? */
const countOf = (count: number, one: string, many: string): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`;

export const researcherStrings = {
  nav: { catalogue: 'What is there', grants: 'My grants', datasets: 'My datasets' },
  catalogue: {
    heading: 'What is there?',
    lead: 'Programs that people have consented to, and how far each would reach.',
    empty: 'There is no program yet.',
    columns: {
      title: 'Program',
      people: 'People',
      sessions: 'Sessions',
      hours: 'Hours',
      tiers: 'Tiers',
      until: 'Until',
      act: 'To do',
    },
    ask: 'Ask for a grant',
  },
  ask: {
    heading: (title: string) => `Ask for a grant: ${title}`,
    lead: 'Say what for and how much. Two stewards decide; the people concerned see that you read, and why.',
    what: 'What do you need?',
    purpose: 'Purpose',
    tiers: 'Tiers',
    app: 'Only from this app',
    anyApp: 'Any app of the program',
    days: 'For how many days (1 to 90)',
    reason: 'Why, in words',
    reasonNote: 'The stewards read it.',
    reach: 'What it would reach',
    chooseTiers: 'Choose at least one tier to see its reach.',
    incomplete: 'Choose tiers and say why.',
    ask: 'Prepare the request',
    sign: 'Sign and send it with your own key, which never leaves your machine',
  },
  grants: {
    heading: 'My grants',
    lead: 'What you asked for, where it stands, and the command that fetches it.',
    empty: 'You have asked for nothing yet.',
    command: 'Fetch and export it with',
    copy: 'Copy',
    copied: 'Copied',
    waiting: 'Two stewards have to approve it. You need to do nothing.',
  },
  datasets: {
    heading: 'My datasets',
    lead: 'What you exported. Stale ones hold somebody who has since withdrawn or erased.',
    empty: 'You have exported nothing yet.',
    columns: {
      dataset: 'Dataset',
      made: 'Made',
      format: 'Format',
      sessions: 'Sessions',
      state: 'State',
    },
    stale: 'Stale',
    fresh: 'Fresh',
    staleText: (command: string) => `Make the copy without them: ${command}`,
    sessions: (count: number) => countOf(count, 'session', 'sessions'),
  },
} as const;
