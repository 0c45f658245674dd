/** Programs: published once by the steward whom they name, then only read. */
import { verifyProgram, type Program, type SignedProgram } from '@understudy/consent';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import type { ProgramId } from '@understudy/base';
import type { Kysely } from 'kysely';
import type { Database, ProgramTable } from './database/schema.ts';
import type { VaultWorld } from './world.ts';

type ProgramHandlers = Pick<
  Handlers<VaultContract>,
  'listPrograms' | 'getProgram' | 'publishProgram'
>;

export function createProgramHandlers(world: VaultWorld): ProgramHandlers {
  const { db, clock } = world;
  return {
    listPrograms: async () => {
      const rows = await realPrograms(db);
      return { programs: rows.map((row) => rowToAnswer(row, clock.nowMs())) };
    },
    getProgram: async ({ params }) => {
      return rowToAnswer(await rowByProgram(world, params.program), clock.nowMs());
    },
    publishProgram: async ({ params, body, caller }) => {
      const program = await verifyProgram(body.signed, await world.trust.stewards(), clock.nowMs());
      const own = caller.kind === 'steward' && caller.steward === program.steward;
      if (program.program !== params.program || !own) {
        throw new ProtocolError({
          code: 'badSignature',
          message: 'The signed program is not the one that is to be published, or not yours.',
          remedy: 'Publish a program that you signed, under its own id.',
        });
      }
      const row: ProgramTable = {
        program: program.program,
        // verifyProgram has read it: it is one.
        signed: body.signed as ProgramTable['signed'],
        startsAt: program.startsAt,
        endsAt: program.endsAt,
        synthetic: program.synthetic === true ? 1 : 0,
      };
      await db
        .insertInto('programs')
        .values(row)
        .onConflict((conflict) => conflict.column('program').doNothing())
        .execute();
      const stored = await rowByProgram(world, program.program);
      if (stored.signed !== row.signed) {
        throw new ProtocolError({
          code: 'conflict',
          message: `The program ${program.program} is published already, with another text.`,
          remedy:
            'Publish the new text as a program of its own: contributors agreed to the old one.',
        });
      }
      return rowToAnswer(stored, clock.nowMs());
    },
  };
}

/** Those that people can take part in: a control probe's are nobody's business. */
export async function realPrograms(db: Kysely<Database>): Promise<readonly ProgramTable[]> {
  return db
    .selectFrom('programs')
    .selectAll()
    .where('synthetic', '=', 0)
    .orderBy('program')
    .execute();
}

/** The stored program, verified again: a hand in the database changes nothing unnoticed. */
export async function programById(
  world: VaultWorld,
  program: ProgramId,
): Promise<{ readonly program: Program; readonly signed: SignedProgram }> {
  const { signed } = await rowByProgram(world, program);
  return {
    program: await verifyProgram(signed, await world.trust.stewards(), world.clock.nowMs()),
    signed,
  };
}

async function rowByProgram(world: VaultWorld, program: ProgramId): Promise<ProgramTable> {
  const row = await world.db
    .selectFrom('programs')
    .selectAll()
    .where('program', '=', program)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('program');
  return row;
}

export function programState(
  row: Pick<ProgramTable, 'startsAt' | 'endsAt'>,
  nowMs: number,
): 'notYet' | 'open' | 'ended' {
  if (nowMs < Date.parse(row.startsAt)) return 'notYet';
  return nowMs < Date.parse(row.endsAt) ? 'open' : 'ended';
}

function rowToAnswer(row: ProgramTable, nowMs: number) {
  return { program: row.program, state: programState(row, nowMs), signed: row.signed };
}
