/** `understudy sessions`: each session of this device and where it stands; `keep` and `delete` decide. */
import { parseId } from '@understudy/base';
import {
  deleteSession,
  findCompanion,
  keepSession,
  listPending,
  listSessions,
  problemToWords,
  recoverSessions,
  sessionToWire,
  stopWords,
  type SessionState,
  type SessionStatus,
} from '@understudy/companion';
import type { Output } from '../output.ts';
import { ownHome } from '../own-home.ts';
import { nsToText } from '../session-time.ts';
import type { RegisterVerb } from '../verb.ts';

export const registerSessions: RegisterVerb = (program, context) => {
  const { output } = context;
  const sessions = program
    .command('sessions')
    .description('your sessions on this device and where each stands')
    .action(async () => {
      const home = await ownHome(context);
      if ((await findCompanion(home)) === null) {
        for (const { session, lostSegments } of await recoverSessions(home)) {
          output.progress(
            `Session ${session} was interrupted: its recorder was killed. It was closed from what had been sealed${lostSegments > 0 ? '; the open segment is lost' : ''}.`,
          );
        }
      }
      const states = await listSessions(home);
      for (const state of states) answer(output, state);
      if (states.length === 0) output.progress('There are no sessions here.');
      const pending = await listPending(home);
      if (pending.length > 0) {
        output.progress(`${pending.length} things wait to be sent; they go with the next share.`);
      }
    });
  sessions
    .command('keep')
    .description('decide that a session stays on this device')
    .argument('<session>')
    .action(async (session: string) => {
      answer(output, await keepSession(await ownHome(context), parseId('session', session)));
    });
  sessions
    .command('delete')
    .description('delete a session from this device for good')
    .argument('<session>')
    .action(async (session: string) => {
      answer(output, await deleteSession(await ownHome(context), parseId('session', session)));
    });
};

function answer(output: Output, state: SessionState): void {
  const lines = [
    `${state.session}  ${state.startedAt.slice(0, 16)}  ${nsToText(state.durationNs).padStart(7)}  ${statusToText(state.status)}`,
    ...(state.stopReason === null || state.stopReason === 'person'
      ? []
      : [`    ${stopWords[state.stopReason]}`]),
    ...state.problems.map((problem) => `    does not add up: ${problemToWords(problem)}`),
  ];
  output.answer(sessionToWire(state), lines.join('\n'));
}

function statusToText(status: SessionStatus): string {
  switch (status.kind) {
    case 'paused':
      return `paused (${status.reason})`;
    case 'local':
      return status.reviewed ? 'local, reviewed' : 'local, to be reviewed';
    case 'sharing':
      return `shared (uploading ${status.uploaded}/${status.total})`;
    case 'kept':
      return 'kept local';
    case 'interrupted':
      return 'interrupted';
    case 'recording':
    case 'shared':
    case 'deleted':
    case 'withdrawn':
    case 'erased':
      return status.kind;
  }
}
