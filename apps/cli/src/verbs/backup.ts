/** `understudy backup` and `understudy restore`: vault and keeper, by the operator of their machine. */
import { systemClock, UnderstudyError } from '@understudy/base';
import { backupKeeper, restoreKeeper } from '@understudy/keeper';
import { backupVault, restoreVault, type VaultPlace } from '@understudy/vault';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterVerb } from '../verb.ts';

interface Elsewhere {
  readonly postgres?: string;
  readonly blobs?: string;
}

class BackupError extends UnderstudyError<'nothingThere' | 'exists'> {}

export const registerBackup: RegisterVerb = (program, { output, homeDir }) => {
  program
    .command('backup')
    .description('copy vault and keeper of this home while they run')
    .requiredOption('--out <dir>', 'a folder that is not there yet')
    .option('--postgres <url>', 'where the vault’s database is, if not in its home')
    .option('--blobs <place>', 'where its segments are, if not in its home: s3://bucket/prefix')
    .action(async ({ out, ...elsewhere }: { out: string } & Elsewhere) => {
      const [vault, keeper] = partsOf(homeDir());
      if (!existsSync(vault) && !existsSync(keeper)) throw nothingThere(homeDir());
      if (existsSync(out)) throw exists(out);
      await mkdir(out, { recursive: true, mode: 0o700 });
      const [vaultOut, keeperOut] = partsOf(out);
      const facts = existsSync(vault)
        ? await backupVault(placeOf(vault, elsewhere), vaultOut, systemClock.nowMs())
        : null;
      if (existsSync(keeper)) await backupKeeper(keeper, keeperOut);
      output.answer(
        { out, vault: facts === null ? null : { ...facts }, keeper: existsSync(keeper) },
        [
          `Backed up to ${out}: ${facts?.segments ?? 0} segments.`,
          `It opens nothing by itself: keep ${join(keeper, 'roots')} apart, in one place only, for its`,
          'days are destroyed on schedule so that old backups die (docs/operate.md).',
        ].join('\n'),
      );
    });
};

export const registerRestore: RegisterVerb = (program, { output, homeDir }) => {
  program
    .command('restore')
    .description('put a backup into a home that has no vault and no keeper yet')
    .requiredOption('--from <dir>', 'what `understudy backup` made')
    .option('--postgres <url>', 'where the vault’s database is, if not in its home')
    .option('--blobs <place>', 'where its segments are, if not in its home: s3://bucket/prefix')
    .action(async ({ from, ...elsewhere }: { from: string } & Elsewhere) => {
      const [vault, keeper] = partsOf(homeDir());
      const [vaultFrom, keeperFrom] = partsOf(from);
      if (!existsSync(vaultFrom) && !existsSync(keeperFrom)) throw nothingThere(from);
      const facts = existsSync(vaultFrom)
        ? await restoreVault(vaultFrom, placeOf(vault, elsewhere))
        : null;
      if (existsSync(keeperFrom)) await restoreKeeper(keeperFrom, keeper);
      output.answer(
        { vault: facts === null ? null : { ...facts }, keeper: existsSync(keeperFrom) },
        [
          `Restored into ${homeDir()}: ${facts?.segments ?? 0} segments.`,
          `The keeper needs its own ${join(keeper, 'roots')} back before it is unsealed.`,
        ].join('\n'),
      );
    });
};

function placeOf(homeDir: string, { postgres, blobs }: Elsewhere): VaultPlace {
  return {
    homeDir,
    ...(postgres === undefined ? {} : { postgresUrl: postgres }),
    ...(blobs === undefined ? {} : { s3: blobs }),
  };
}

function partsOf(dir: string): readonly [string, string] {
  return [join(dir, 'vault'), join(dir, 'keeper')];
}

function nothingThere(dir: string): BackupError {
  return new BackupError({
    code: 'nothingThere',
    message: `There is neither a vault nor a keeper in ${dir}.`,
    remedy: 'Name their home with --home, or the folder of a backup with --from.',
  });
}

function exists(dir: string): BackupError {
  return new BackupError({
    code: 'exists',
    message: `There is something at ${dir} already.`,
    remedy: 'Name a folder that is not there yet: a backup never overwrites another.',
  });
}
