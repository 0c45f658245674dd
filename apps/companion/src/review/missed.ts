/** "This was missed": covered in the whole session, and in every later one. */
import type { SessionId } from '@understudy/base';
import { createRedactAgain } from '#redact-again';
import type { Home } from '../home.ts';
import { addRule } from '../rules.ts';
import type { SessionState } from '../session-state.ts';
import { editSession, type EditOptions } from './edit-session.ts';

export async function coverMissed(
  home: Home,
  session: SessionId,
  text: string,
  options: EditOptions = {},
): Promise<SessionState> {
  await addRule(home, { kind: 'term', term: text });
  const { clock, random } = home;
  const redactAgain = createRedactAgain({ terms: [text] }, { clock, random });
  return editSession(home, session, {
    kind: 'missed',
    ...options,
    touches: () => true,
    edit: async (content) => ({ content: await redactAgain(content), removed: 0 }),
  });
}

/** The task in the contributor's words, through the same rules as everything else. */
export async function describeTask(
  home: Home,
  session: SessionId,
  task: string | null,
  options: EditOptions = {},
): Promise<SessionState> {
  const { clock, random } = home;
  const redactAgain = createRedactAgain({}, { clock, random });
  return editSession(home, session, {
    kind: 'named',
    ...options,
    touches: () => true,
    edit: async (content) => {
      const named = { ...content, header: { ...content.header, task } };
      return { content: await redactAgain(named), removed: 0 };
    },
  });
}
