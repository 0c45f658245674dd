/** What the console's pages ask beyond the roles' own routes: reach, drafts; passkeys are the keeper's. */
import { createId } from '@understudy/base';
import {
  notAvailable,
  type GrantDraft,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireResearcher } from './caller.ts';
import { programById } from './programs.ts';
import { measureReach } from './reach.ts';
import type { VaultWorld } from './world.ts';

type ConsoleHandlers = Pick<
  Handlers<VaultContract>,
  'previewReach' | 'putDraft' | 'getDraft' | 'passkeyOptions' | 'addPasskey' | 'passkeys'
>;

const draftMs = 86_400_000;

export function createConsoleHandlers(world: VaultWorld): ConsoleHandlers {
  const { db, clock, keeper } = world;
  return {
    previewReach: async ({ body }) => {
      await programById(world, body.program);
      return measureReach(world, body);
    },
    putDraft: async ({ body, caller }) => {
      const { researcher } = requireResearcher(caller);
      const nowMs = clock.nowMs();
      await db
        .deleteFrom('drafts')
        .where('expiresAt', '<', new Date(nowMs).toISOString())
        .execute();
      // An id of its own kind, made as all ids are.
      const draft = createId('grant', clock, world.random).replace(/^grt_/, 'drf_');
      await db
        .insertInto('drafts')
        .values({
          draft,
          researcher,
          body: JSON.stringify(body),
          expiresAt: new Date(nowMs + draftMs).toISOString(),
        })
        .execute();
      return { draft, command: `understudy grant request --draft ${draft} --key FILE` };
    },
    getDraft: async ({ params, caller }) => {
      const { researcher } = requireResearcher(caller);
      const row = await db
        .selectFrom('drafts')
        .select('body')
        .where('draft', '=', params.draft)
        .where('researcher', '=', researcher)
        .executeTakeFirst();
      if (row === undefined) throw notAvailable('draft');
      // Written by putDraft from a parsed draft.
      return JSON.parse(row.body) as GrantDraft;
    },
    passkeyOptions: async ({ body }) => keeper.passkeyOptions({ body }),
    addPasskey: async ({ body }) => keeper.addPasskey({ body }),
    passkeys: async ({ params }) => keeper.passkeys({ params }),
  };
}
