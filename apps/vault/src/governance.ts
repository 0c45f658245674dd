/** What those who answer for the vault see and do: counts, releases over time, notices; orders and log are the keeper's. */
import { CourierError, type CourierErrorCode } from '@understudy/courier';
import {
  ProtocolError,
  statusByCode,
  type Code,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { sql, type NotNull } from 'kysely';
import { createHash } from 'node:crypto';
import { requireDevice } from './caller.ts';
import { countAll, countRows } from './counts.ts';
import { readWitnesses } from './witnesses.ts';
import { nowIso, type VaultWorld } from './world.ts';

type GovernHandlers = Pick<
  Handlers<VaultContract>,
  | 'health'
  | 'status'
  | 'releasesOverTime'
  | 'listIncidents'
  | 'sendNotices'
  | 'listNotices'
  | 'lockdown'
  | 'log'
  | 'cosign'
>;

/** Who asks whether all is safe does not wait for a keeper that hangs: it is away. */
const keeperWithinMs = 3_000;

export function createGovernHandlers(world: VaultWorld): GovernHandlers {
  const { db, keeper } = world;
  return {
    health: async () => world.health,
    status: async () => {
      const signal = AbortSignal.timeout(keeperWithinMs);
      const [status, report, witnesses] = await Promise.all([
        orNull(keeper.status({ signal })),
        orNull(keeper.latestReport({ signal }).then(({ report }) => report)),
        readWitnesses(keeper, signal),
      ]);
      return {
        vault: world.health,
        keeper: status,
        counts: await countAll(db),
        report,
        pendingRelays: await countRows(db.selectFrom('relays').where('refusedCode', 'is', null)),
        refusedRelays: await db
          .selectFrom('relays')
          .select(['kind', 'refusedCode as code'])
          .where('refusedCode', 'is not', null)
          .$narrowType<{ code: NotNull }>()
          .orderBy('relay')
          .execute(),
        witnesses,
      };
    },
    releasesOverTime: async ({ query }) => {
      const day = sql<string>`substr("releasedAt", 1, 10)`;
      const rows = await db
        .selectFrom('releases')
        .select(({ fn }) => [
          day.as('day'),
          'program',
          'grant',
          fn.countAll<number>().as('releases'),
          fn.sum<number>('sizeBytes').as('bytes'),
        ])
        .where('releasedAt', '>=', query.from ?? '')
        .where('releasedAt', '<', query.to ?? '9999')
        .groupBy([day, 'program', 'grant'])
        .orderBy(day)
        .execute();
      return {
        days: rows,
      };
    },
    sendNotices: async ({ params, body }) => {
      const rows = body.notices.map(({ contributor, text }) => ({
        incident: params.incident,
        contributor,
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
        sentAt: nowIso(world),
        fetchedAt: null,
      }));
      if (rows.length === 0) return { sent: 0 };
      const added = await db
        .insertInto('notices')
        .values(rows)
        // What was sent stays as it was sent.
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return { sent: Number(added.numInsertedOrUpdatedRows ?? 0n) };
    },
    listIncidents: async () => {
      const { incidents } = await keeper.incidents();
      const sent = await db
        .selectFrom('notices')
        .select(({ fn }) => [
          'incident',
          fn.countAll<number>().as('people'),
          fn.count<number>('fetchedAt').as('fetched'),
          fn.max('sentAt').as('sentAt'),
        ])
        .groupBy('incident')
        .execute();
      const byIncident = new Map(sent.map((row) => [row.incident, row]));
      const none = { people: 0, fetched: 0, sentAt: null };
      return {
        incidents: incidents.map((filed) => ({
          ...filed,
          ...(byIncident.get(filed.incident) ?? none),
        })),
      };
    },
    listNotices: async ({ caller }) => {
      const { contributor } = requireDevice(caller);
      const notices = await db
        .selectFrom('notices')
        .select(['incident', 'text', 'sha256', 'sentAt'])
        .where('contributor', '=', contributor)
        .orderBy('sentAt')
        .execute();
      await db
        .updateTable('notices')
        .set({ fetchedAt: nowIso(world) })
        .where('contributor', '=', contributor)
        .where('fetchedAt', 'is', null)
        .execute();
      return { notices };
    },
    lockdown: async ({ body }) => keeper.lockdown({ body }),
    log: async ({ params }) => ({ bytes: await keeper.log({ params }) }),
    cosign: async ({ body }) => keeper.cosign({ body }),
  };
}

/** What the keeper says, or null while it cannot be asked. */
async function orNull<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CourierError) return null;
    throw error;
  }
}

/** The keeper's refusals pass through under their own code; a keeper that is away is `keeperDown`. */
export function courierErrorToRefusal(error: unknown): ProtocolError | undefined {
  if (!(error instanceof CourierError)) return undefined;
  if (!isCode(error.code)) {
    return new ProtocolError({
      code: 'keeperDown',
      message: 'The vault cannot reach its keeper, which alone can open segments.',
      remedy: 'Try again later; the operator can see its state with `understudy status`.',
      cause: error,
    });
  }
  const { code, message, remedy, details } = error;
  return new ProtocolError({ code, message, remedy, details, cause: error });
}

/** Whether the keeper itself refused; every other code is about the way to it. */
function isCode(code: CourierErrorCode): code is Code {
  return code in statusByCode;
}
