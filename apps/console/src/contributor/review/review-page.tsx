/** Exactly what would be shared: looked at, cut and decided before anything leaves. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { isId } from '@understudy/base';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { strings } from '../../strings/strings.ts';
import { sessionsQuery, timelineQuery } from '../companion.ts';
import { ReviewDesk } from './review-desk.tsx';
import type { CompanionSession } from '@understudy/protocol';
import { instantToWords } from '../../words/words.ts';

const text = strings.contributor.review;

export function ReviewPage() {
  const { session } = useParams({ strict: false });
  const sessions = useQuery(sessionsQuery);
  return (
    <Answer query={sessions} empty={strings.contributor.sessions.empty}>
      {(rows) => {
        const found = rows.find((row) => isId('session', session) && row.session === session);
        if (found === undefined) {
          return <Page heading={strings.missing.heading}>{strings.missing.lead}</Page>;
        }
        return (
          <Page
            heading={text.heading(instantToWords(found.startedAt))}
            lead={found.sent ? text.shared : text.lead}
          >
            <Review session={found} />
          </Page>
        );
      }}
    </Answer>
  );
}

function Review({ session }: { readonly session: CompanionSession }) {
  const timeline = useQuery(timelineQuery(session.session));
  return (
    <Answer query={timeline} empty="">
      {(timeline) => <ReviewDesk session={session} timeline={timeline} />}
    </Answer>
  );
}
