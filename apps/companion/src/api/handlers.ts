/** The local contract, route by route: each a thin call into the companion. */
import type { CompanionContract, CompanionEvent, Handlers } from '@understudy/protocol';
import packageJson from '../../package.json' with { type: 'json' };
import type { Companion } from '../companion.ts';
import { deleteSession, keepSession, markReviewed, setOutcome } from '../decisions.ts';
import { openDevice } from '../identity.ts';
import { listPending } from '../outbox.ts';
import { startEdit } from '../review/edit-job.ts';
import { blackOut, cutSession, dropStep } from '../review/edits.ts';
import { coverMissed, describeTask } from '../review/missed.ts';
import { addRule, readRules, removeRule } from '../rules.ts';
import { listSessions, readSession } from '../sessions.ts';
import { readJoin } from '../join.ts';
import { startShare, startTakeBack } from '../sharing.ts';
import { fetchTakeout, startTakeout } from '../takeout-job.ts';
import { sessionToWire } from '../wire.ts';
import { auditOfMe, noticesToMe } from './audit.ts';
import { giveConsentTo, offeredPrograms, receiptRow, receiptRows } from './consent.ts';
import { declineConsent } from '../receipts.ts';
import { eraseScope, erasureRows } from './erasure.ts';

export function createHandlers(companion: Companion): Handlers<CompanionContract> {
  const { home } = companion;
  const told = async (session: Parameters<Companion['changed']>[0]) =>
    sessionToWire(await companion.changed(session));

  return {
    state: async () => {
      const { contributor, device } = await openDevice(home);
      return {
        service: 'companion',
        version: packageJson.version,
        contributor,
        device,
        vault: await readJoin(home).then(
          ({ vault }) => vault,
          () => null,
        ),
        pending: (await listPending(home)).length,
        capture: companion.view().wire,
      };
    },
    events: async ({ signal }) => ({ bytes: eventStream(companion, signal) }),

    listPrograms: () => offeredPrograms(companion),
    giveConsent: ({ params, body }) => giveConsentTo(companion, params.program, body.tier),
    decline: async ({ params }) => {
      await declineConsent(home, params.program);
      return {};
    },
    listReceipts: async () => ({ receipts: await receiptRows(home) }),
    withdraw: async ({ params }) => {
      const { ended, queued } = await companion.withdraw(params.receipt);
      return { receipt: await receiptRow(home, params.receipt), ended, queued };
    },

    listCover: () => readRules(home),
    addCover: ({ body }) => addRule(home, body),
    removeCover: ({ body }) => removeRule(home, body),

    start: async ({ body }) => (await companion.start(body)).wire,
    pause: async () => (await companion.pause()).wire,
    resume: async () => (await companion.resume()).wire,
    stop: async () => {
      const state = await companion.stop();
      return state === null ? null : sessionToWire(state);
    },

    listSessions: async () => {
      companion.reader.warm();
      return { sessions: (await listSessions(home)).map(sessionToWire) };
    },
    getSession: async ({ params }) => sessionToWire(await readSession(home, params.session)),
    timeline: ({ params }) => companion.reader.timeline(params.session),
    segmentView: ({ params }) => companion.reader.segmentView(params.session, params.segment),

    cut: ({ params, body }) =>
      startEdit(companion, params.session, (options) =>
        cutSession(home, params.session, body, options),
      ),
    dropStep: ({ params, body }) =>
      startEdit(companion, params.session, (options) =>
        dropStep(home, params.session, body, options),
      ),
    blackOut: ({ params, body }) =>
      startEdit(companion, params.session, (options) =>
        blackOut(home, params.session, body.box, body.range, options),
      ),
    missed: ({ params, body }) =>
      startEdit(
        companion,
        params.session,
        (options) => coverMissed(home, params.session, body.text, options),
        'missed',
      ),
    describe: ({ params, body }) =>
      startEdit(companion, params.session, async (options) => {
        const { task } = await companion.reader.timeline(params.session);
        if (task !== body.task) await describeTask(home, params.session, body.task, options);
        await setOutcome(home, params.session, body.outcome);
      }),
    markReviewed: async ({ params }) => {
      await markReviewed(home, params.session, 'person');
      return told(params.session);
    },
    share: ({ params }) => startShare(companion, params.session),
    takeBack: ({ params }) => startTakeBack(companion, params.session),
    keep: async ({ params }) => {
      await keepSession(home, params.session);
      return told(params.session);
    },
    deleteSession: async ({ params }) => {
      await deleteSession(home, params.session);
      return told(params.session);
    },

    listJobs: async () => ({ jobs: [...companion.jobs.list()] }),
    cancelJob: async ({ params }) => companion.jobs.cancel(params.job),

    erase: ({ body }) => eraseScope(companion, body.scope),
    listErasures: async () => ({ erasures: await erasureRows(companion) }),
    audit: () => auditOfMe(companion),
    listNotices: () => noticesToMe(companion),
    takeout: async ({ body }) => startTakeout(companion, body.recipient),
    fetchTakeout: async ({ params }) => ({ bytes: await fetchTakeout(companion, params.job) }),
  };
}

/** Server-sent events; a comment now and then keeps the way open. */
async function* eventStream(companion: Companion, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const encode = (event: CompanionEvent): Uint8Array =>
    new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
  const events = companion.feed.listen(signal);
  yield encode({ kind: 'capture', state: companion.view().wire });
  for await (const event of events) yield encode(event);
}
