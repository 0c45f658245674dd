/** Who read what of me: the log's entries under my pseudonym, with the proofs that the page checks. */
import type { CompanionAudit, CompanionContract, HandlerAnswerOf } from '@understudy/protocol';
import {
  createTree,
  parseVerifier,
  pseudonymSchema,
  readHistory,
  type ReadResource,
} from '@understudy/tlog';
import { base64, base64urlnopad } from '@scure/base';
import type { Companion } from '../companion.ts';
import { CompanionError } from '../error.ts';
import { readTextIfThere } from '#files';
import { paths } from '../home.ts';
import { listReceipts } from '../receipts.ts';

/**
 * Checked here on the way too, so that a log that does not add up is told as that.
 * @throws TlogError; CompanionError `vaultUnknown` where the join file names no log
 */
export async function auditOfMe(companion: Companion): Promise<CompanionAudit> {
  const { join, vault } = await companion.servers();
  const { logKey, witnessKeys = [] } = join;
  if (logKey === undefined) throw logUnknown();
  const read = withOneHead((path) => vault.readLog(path));
  const head = await read('checkpoint');
  const answer = {
    checkpoint: new TextDecoder().decode(head ?? new Uint8Array()),
    logKey,
    witnessKeys,
  };
  const stored = await readTextIfThere(paths.pseudonym(companion.home));
  if (stored === null) return { pseudonym: null, entries: [], ...answer };
  const pseudonym = pseudonymSchema.parse(stored);
  const trust = { log: parseVerifier(logKey), witnesses: witnessKeys.map(parseVerifier) };
  const { entries, checkpoint } = await readHistory(read, pseudonym, { trust });
  const tree = createTree(read, checkpoint.size);
  return {
    pseudonym,
    entries: await Promise.all(
      entries.map(async ({ index, bytes }) => ({
        index,
        entry: base64urlnopad.encode(bytes),
        proof: (await tree.inclusionProof(index)).map((hash) => base64.encode(hash)),
      })),
    ),
    ...answer,
  };
}

/** The log grows while it is read; every proof must lead to the one head that was read first. */
function withOneHead(read: ReadResource): ReadResource {
  let head: Promise<Uint8Array | null> | null = null;
  return (path) => {
    if (path !== 'checkpoint') return read(path);
    head ??= read(path);
    return head;
  };
}

function logUnknown(): CompanionError {
  return new CompanionError({
    code: 'vaultUnknown',
    message: 'This device does not know the key of the log, so nothing in it can be proved.',
    remedy: 'Get join.json from your operator again; it must name "logKey".',
  });
}

export async function noticesToMe(
  companion: Companion,
): Promise<HandlerAnswerOf<CompanionContract['listNotices']>> {
  // The vault was told of no device that never consented to anything: it would refuse to answer.
  if ((await listReceipts(companion.home)).length === 0) return { notices: [] };
  const { vault } = await companion.servers();
  const { notices } = await vault.listNotices();
  return {
    notices: notices.map(({ incident, sentAt, text }) => ({ incident, sentAt, text })),
  };
}
