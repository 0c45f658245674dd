/** Who asks → what the policies say of it: the one place where their answer becomes a refusal. */
import type { StewardId } from '@understudy/base';
import type { Caller } from '@understudy/protocol';
import type { Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import { noFacts, type Action, type Facts, type Question } from './question.ts';

/** @throws KeeperError notAllowed */
export function requireAllowed({ decide }: Pick<Core, 'decide'>, question: Question): void {
  if (!decide(question).allowed) throw notAllowedError();
}

/** Of an action that concerns no program: stopping, starting, filing, reading the log. */
export function requireAction(
  core: Pick<Core, 'decide'> & { readonly lock: Pick<Core['lock'], 'state'> },
  { role, id }: Pick<Question, 'role' | 'id'>,
  action: Action,
  found: Partial<Facts> = {},
): void {
  const facts = { ...noFacts, locked: core.lock.state().lock === 'locked', ...found };
  requireAllowed(core, { role, id, action, purposes: [], facts });
}

export function stewardAsks(steward: StewardId): Pick<Question, 'role' | 'id'> {
  return { role: 'Steward', id: steward };
}

export function callerAsks(caller: Caller): Pick<Question, 'role' | 'id'> {
  switch (caller.kind) {
    case 'anyone':
      return { role: 'Nobody', id: 'nobody' };
    case 'device':
      return { role: 'Device', id: caller.device };
    case 'researcher':
      return { role: 'Researcher', id: caller.researcher };
    case 'steward':
      return stewardAsks(caller.steward);
    case 'operator':
      return { role: 'Operator', id: 'operator' };
  }
}
