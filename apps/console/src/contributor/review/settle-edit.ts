/** After an edit: the session's summary is the one that came back, and its timeline is read anew. */
import type { QueryClient } from '@tanstack/react-query';
import type { CompanionSession } from '@understudy/protocol';
import { pointerQuery, putSession, timelineQuery } from '../companion.ts';

export async function settleEdit(queries: QueryClient, session: CompanionSession): Promise<void> {
  putSession(queries, session);
  await Promise.all([
    queries.invalidateQueries({ queryKey: timelineQuery(session.session).queryKey }),
    queries.invalidateQueries({ queryKey: pointerQuery(session.session).queryKey }),
  ]);
}
