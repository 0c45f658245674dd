/** `understudy takeout`: everything of yours as one age file, for a key that you name. */
import { CompanionError, openOwnIdentity, takeout } from '@understudy/companion';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

export const registerTakeout: RegisterVerb = (program, context) => {
  program
    .command('takeout')
    .description('everything of yours on this device as an age file (a tar of MCAP files)')
    .option('--recipient <recipient>', 'an age recipient, age1… (default: your own key)')
    .requiredOption('--out <file>', 'where to write it, as in my-data.tar.age')
    .action(async ({ recipient, out }: { recipient?: string; out: string }) => {
      const home = await ownHome(context);
      const key = recipient ?? (await openOwnIdentity(home)).recipient;
      const temporary = `${out}.part`;
      let sizeBytes = 0;
      const counted = async function* () {
        for await (const piece of takeout(home, key)) {
          sizeBytes += piece.byteLength;
          yield piece;
        }
      };
      try {
        await pipeline(Readable.from(counted()), createWriteStream(temporary, { mode: 0o600 }));
        await rename(temporary, out);
      } catch (cause) {
        await rm(temporary, { force: true });
        if (cause instanceof Error && 'remedy' in cause) throw cause;
        throw new CompanionError({
          code: 'diskRefused',
          message: `The takeout could not be written to ${out}.`,
          remedy: 'Name a file in a folder of yours with enough space.',
          cause,
        });
      }
      context.output.answer(
        { file: out, sizeBytes },
        `Wrote ${out}. Open it with: age -d -i KEY ${out} | tar -x`,
      );
    });
};
