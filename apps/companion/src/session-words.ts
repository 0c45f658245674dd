/** Of a session, as the command line says it: why it ended, what of it does not add up. Pages have their own words, for translation. */
import type { SessionProblem } from '@understudy/protocol';
import type { SessionState } from './session-state.ts';

export const stopWords: Record<NonNullable<SessionState['stopReason']>, string> = {
  person: 'You stopped it.',
  withdrawn: 'It ended because you withdrew your consent.',
  programEnded: 'It ended because your consent or its program ended.',
  consentExpired: 'It ended because your consent does not stand any more.',
  deviceRevoked: 'It ended because this device was revoked.',
  captureLost: 'It ended because the indicator or the screen went away.',
  diskFull: 'It ended because no space was left for it.',
  clockSetBack: 'It ended because the clock was set back.',
  shutdown: 'It ended because the companion was stopped.',
  failed: 'It ended because of a failure.',
  interrupted: 'The recorder was killed; the session was closed from what it had sealed.',
};

export function problemToWords(problem: SessionProblem): string {
  switch (problem.kind) {
    case 'eventsLost':
      return `${problem.lost} of ${problem.generated} events were lost before they arrived`;
    case 'eventsTooMany':
      return `${problem.arrived} events arrived, but only ${problem.generated} were made`;
    case 'eventsUnaccounted':
      return `${problem.arrived} events arrived, but ${problem.kept} kept and ${problem.dropped} dropped are accounted for`;
    case 'segmentsLost':
      return `segments that were lost before they were on the disk: ${problem.count}`;
  }
}
