/**
 * Every word that the console shows, in one place, ready for translation.
 * Pages hold no text of their own. Sentences with a value are functions.
 */
import { actionStrings } from './actions.ts';
import { contributorStrings } from './contributor.ts';
import { errorStrings } from './errors.ts';
import { keeperStrings } from './keeper.ts';
import { researcherStrings } from './researcher.ts';
import { stewardStrings } from './steward.ts';

export const strings = {
  product: 'Understudy',
  skip: 'Skip to the page',
  nav: { label: 'Pages' },
  theme: { label: 'Theme', auto: 'System', light: 'Light', dark: 'Dark' },
  answer: {
    loading: 'One moment…',
    offline: 'You are offline. This shows again when the connection is back.',
    again: 'Try again',
    slow: 'The server has not answered yet. It is still being asked; meanwhile you can use the other pages.',
    slowAct:
      'What you pressed is not done yet: it waits for the server, or for a question of your browser. Meanwhile you can go on.',
    stale: (at: string) =>
      `As of ${at}: nothing newer could be had since, so this may have changed.`,
  },
  confirm: { notNow: 'Not now' },
  missing: {
    heading: 'Nothing here',
    lead: 'There is no page at this address.',
    back: 'To the first page',
  },
  broken: {
    heading: 'This page did not load',
    lead: 'A part of it could not be fetched, or something in it broke. Nothing of yours is lost by that.',
  },
  signIn: {
    heading: 'Sign in',
    lead: 'Stewards, researchers and operators sign in with their organisation.',
    act: 'Sign in with your organisation',
    own: 'Are you recorded yourself? Your pages are on your own computer; "understudy me" opens them.',
    out: 'Sign out',
    endedHeading: 'Your sign-in has ended',
    ended:
      'It lasts 30 minutes without use, and eight hours at most. Sign in again, in a new tab, then come back: this page is as you left it, with what you have written.',
    again: 'Sign in again',
    /** Before the end of one's own id, by which others see who approved or read what. */
    as: { steward: 'You: steward', researcher: 'You: researcher', operator: 'You: operator' },
  },
  operator: {
    heading: 'Is it running?',
    lead: 'Counts and states. You run everything and can read nothing.',
  },
  errors: errorStrings,
  actions: actionStrings,
  contributor: contributorStrings,
  steward: stewardStrings,
  researcher: researcherStrings,
  keeper: keeperStrings,
} as const;
