/**
 * Hands signed statements on to the keeper: written in the same transaction as
 * what caused them, sent until the keeper has acknowledged each (the devices
 * tell the keeper too; every one of these routes takes a statement twice).
 */
import type { KeeperClient } from '@understudy/courier';
import { CourierError } from '@understudy/courier';
import {
  keeperRoutes,
  sha256Hex,
  type KeeperContract,
  type RelayKind,
  type RequestBodyOf,
} from '@understudy/protocol';
import type { Kysely } from 'kysely';
import type { Database, RelayTable } from './database/schema.ts';

export type RelayItem = {
  readonly [Kind in RelayKind]: {
    readonly kind: Kind;
    readonly body: RequestBodyOf<KeeperContract[Kind]>;
  };
}[RelayKind];

export async function queueRelay(
  db: Pick<Kysely<Database>, 'insertInto'>,
  item: RelayItem,
): Promise<void> {
  await db
    .insertInto('relays')
    .values({ kind: item.kind, body: JSON.stringify(item.body), attempts: 0, refusedCode: null })
    .execute();
}

export interface Relay {
  /** Starts handing on, or does nothing where it is at it already. */
  wake(): void;
  /** Resolves when everything that can be handed on now has been. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface RelayOptions {
  readonly db: Kysely<Database>;
  readonly keeper: KeeperClient;
  /** How long to wait before the next round while the keeper cannot be reached. */
  readonly retryMs: number;
  /** What the acknowledgement of the erasure of that name says. */
  readonly onErased: (
    name: string,
    answer: { readonly erasure: string; readonly receipt: string; readonly finalAt: string },
  ) => Promise<void>;
}

export function createRelay(options: RelayOptions): Relay {
  let running: Promise<void> = Promise.resolve();
  let again = false;
  let busy = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const round = async (): Promise<void> => {
    busy = true;
    try {
      do {
        again = false;
        if (!(await sendAll(options))) schedule();
      } while (again);
    } finally {
      busy = false;
    }
  };
  const schedule = (): void => {
    if (stopped || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      wake();
    }, options.retryMs).unref();
  };
  const wake = (): void => {
    if (stopped) return;
    again = true;
    if (!busy) running = round().catch(schedule);
  };
  return {
    wake,
    settle: () => running,
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** In order; false where the keeper could not be reached, so that the rest waits. */
async function sendAll(options: RelayOptions): Promise<boolean> {
  const { db } = options;
  const rows = await db
    .selectFrom('relays')
    .selectAll()
    .where('refusedCode', 'is', null)
    .orderBy('relay')
    .execute();
  for (const row of rows) {
    try {
      await send(options, row);
      await db.deleteFrom('relays').where('relay', '=', row.relay).execute();
    } catch (error) {
      if (!(error instanceof CourierError)) throw error;
      // Not there now, or too busy: a replica says so of its primary. The rest must not overtake.
      const away = ['unreachable', 'keeperDown', 'rateLimited', 'cancelled', 'truncated'];
      const waits = [...away, 'sealed', 'locked', 'internal', 'badAnswer', 'diskFull'];
      const refusedCode = waits.includes(error.code) ? null : error.code;
      await db
        .updateTable('relays')
        .set({ attempts: row.attempts + 1, refusedCode })
        .where('relay', '=', row.relay)
        .execute();
      if (away.includes(error.code)) return false;
    }
  }
  return (
    (
      await db
        .selectFrom('relays')
        .select('relay')
        .where('refusedCode', 'is', null)
        .limit(1)
        .execute()
    ).length === 0
  );
}

async function send(
  { keeper, onErased }: RelayOptions,
  row: Pick<RelayTable, 'kind' | 'body'>,
): Promise<void> {
  const body: unknown = JSON.parse(row.body);
  switch (row.kind) {
    case 'enrolDevice':
      await keeper.enrolDevice({ body: keeperRoutes.enrolDevice.body.schema.parse(body) });
      return;
    case 'revokeDevice':
      await keeper.revokeDevice({ body: keeperRoutes.revokeDevice.body.schema.parse(body) });
      return;
    case 'withdraw':
      await keeper.withdraw({ body: keeperRoutes.withdraw.body.schema.parse(body) });
      return;
    case 'erase': {
      const parsed = keeperRoutes.erase.body.schema.parse(body);
      await onErased(sha256Of(parsed.request), await keeper.erase({ body: parsed }));
      return;
    }
    case 'expire': {
      const parsed = keeperRoutes.expire.body.schema.parse(body);
      const statement = parsed.manifest ?? parsed.receipt;
      await onErased(sha256Of(statement), await keeper.expire({ body: parsed }));
      return;
    }
    case 'revokeGrant':
      await keeper.revokeGrant({ body: keeperRoutes.revokeGrant.body.schema.parse(body) });
  }
}

/** A signed statement's name, as `erasureRequestToSha256` and `expiryToSha256` give it. */
function sha256Of(jws: string): string {
  return sha256Hex(new TextEncoder().encode(jws));
}
