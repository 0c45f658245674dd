/** What does not add up in a session, as a sentence. */
import type { SessionProblem } from '@understudy/protocol';
import { strings } from '../strings/strings.ts';

const text = strings.contributor.review.problemWords;

export function problemToWords(problem: SessionProblem): string {
  switch (problem.kind) {
    case 'eventsLost':
      return text.eventsLost(problem.lost, problem.generated);
    case 'eventsTooMany':
      return text.eventsTooMany(problem.arrived, problem.generated);
    case 'eventsUnaccounted':
      return text.eventsUnaccounted(problem.arrived, problem.kept + problem.dropped);
    case 'segmentsLost':
      return text.segmentsLost(problem.count);
  }
}
