/** Who read what of me: the log's entries under my pseudonym, with the proofs that the page checks. */
import type { CompanionAudit, CompanionContract, HandlerAnswerOf } from '@understudy/protocol';
import type { Companion } from '../companion.ts';
import { readTextIfThere } from '../files.ts';
import { paths } from '../home.ts';

export async function auditOfMe(companion: Companion): Promise<CompanionAudit> {
  const { join } = await companion.servers();
  const pseudonym = await readTextIfThere(paths.pseudonym(companion.home));
  return {
    pseudonym,
    entries: [],
    checkpoint: '',
    logKey: join.logKey ?? '',
    witnessKeys: join.witnessKeys ?? [],
  };
}

export async function noticesToMe(
  companion: Companion,
): Promise<HandlerAnswerOf<CompanionContract['listNotices']>> {
  const { vault } = await companion.servers();
  const { notices } = await vault.listNotices();
  return {
    notices: notices.map(({ incident, sentAt, text }) => ({ incident, sentAt, text })),
  };
}
