/** `understudy erase`: destroys the keys of what was recorded, here and at the keeper, for good. */
import { parseId, type ProgramId, type SessionId } from '@understudy/base';
import type { ErasureScope } from '@understudy/consent';
import {
  CompanionError,
  deliver,
  eraseLocally,
  findCompanion,
  listErasures,
  openServers,
  type Home,
} from '@understudy/companion';
import { requireYes } from '../ask.ts';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

interface EraseOptions {
  readonly everything?: boolean;
  readonly program?: string;
  readonly session?: readonly string[];
  readonly yes?: boolean;
}

/** This device never asks for a range of time. */
type OwnScope = Exclude<ErasureScope, { kind: 'range' }>;

export const registerErase: RegisterVerb = (program, context) => {
  program
    .command('erase')
    .description('destroy what was recorded of you, for good; signed receipts are kept')
    .option('--everything', 'all programs')
    .option('--program <program>', 'one program')
    .option('--session <session...>', 'single sessions')
    .option('--yes', 'without being asked: for scripts')
    .action(async (options: EraseOptions) => {
      const home = await ownHome(context);
      const scope = optionsToScope(options);
      context.output.progress(
        'This destroys the keys here and at the keeper: nobody, you included, can open it again. What a model has learned already is not unlearned.',
      );
      await requireYes('Erase it for good?', {
        yes: options.yes,
        otherwise: 'Nothing was erased.',
      });
      const name = await erase(home, scope);
      const row = (await listErasures(home)).find((one) => one.name === name);
      const done = row !== undefined && row.receipt !== null;
      context.output.answer(
        {
          erasure: name,
          scope: scope.kind,
          state: done ? 'started' : 'queued',
          receipt: row?.receipt ?? null,
          finalAt: row?.finalAt ?? null,
        },
        done
          ? `Erased. The keeper's signed receipt is kept; the last backup key dies by ${row.finalAt}.`
          : 'Erased on this device. Vault and keeper could not be reached; they are told with the next `understudy share`.',
      );
    });
};

async function erase(home: Home, scope: OwnScope): Promise<string> {
  const live = await findCompanion(home);
  if (live !== null) {
    return (await live.client.call('erase', { body: { scope: scopeToBody(scope) } })).erasure;
  }
  const name = await eraseLocally(home, scope);
  // Queued: a server that is down is told with the next delivery.
  await openServers(home)
    .then((servers) => deliver(home, servers, { only: ({ kind }) => kind === 'erasure' }))
    .catch(() => null);
  return name;
}

function scopeToBody(scope: OwnScope) {
  return scope.kind === 'sessions' ? { kind: scope.kind, sessions: [...scope.sessions] } : scope;
}

function optionsToScope({ everything, program, session }: EraseOptions): OwnScope {
  const given = [everything, program, session].filter((value) => value !== undefined);
  if (given.length === 1) {
    if (everything === true) return { kind: 'everything' };
    if (program !== undefined) {
      const id: ProgramId = parseId('program', program);
      return { kind: 'program', program: id };
    }
    if (session !== undefined) {
      const ids: SessionId[] = session.map((one) => parseId('session', one));
      return { kind: 'sessions', sessions: ids };
    }
  }
  throw new CompanionError({
    code: 'badEdit',
    message: 'What is to be erased is not clear.',
    remedy: 'Give one of --everything, --program PROGRAM, --session SESSION.',
  });
}
