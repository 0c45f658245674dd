/** `understudy verify`: the controls as live probes, a signed report, its hash in the log. */
import { systemClock, UnderstudyError } from '@understudy/base';
import { signControlReport } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { readBuild } from '@understudy/keeper';
import type { VaultPlace } from '@understudy/vault';
import { writeFile } from 'node:fs/promises';
import { readPersonKey, readResearcherKey, readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';
import type { Scratch } from '../verify/planted/probe-result.ts';
import { outcomesToResults } from '../verify/report.ts';
import { runControls } from '../verify/run.ts';
import { createSubject, type Probers } from '../verify/subject.ts';
import { createTarget } from '../verify/target.ts';

class VerifyError extends UnderstudyError<'otherBuild' | 'badUsage'> {}

interface VerifyOptions {
  readonly vault: string;
  readonly keeper: string;
  readonly key: string[];
  readonly researcherKey?: string;
  readonly operatorKey?: string;
  readonly vaultHome?: string;
  readonly vaultPostgres?: string;
  readonly vaultBlobs?: string;
  readonly out?: string;
  readonly planted?: boolean;
  readonly plantedPostgres?: string;
  readonly plantedBlobs?: string;
}

export const registerVerify: RegisterVerb = (program, { output }) => {
  program
    .command('verify')
    .description(
      'probe every control of the running deployment; --planted tests the probes as well',
    )
    .requiredOption('--vault <url>', 'where the vault listens')
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .requiredOption('--key <files...>', 'the key files of two different stewards')
    .option('--researcher-key <file>', 'of a researcher: try to read as one, too')
    .option('--operator-key <file>', 'of an operator: try to read as one, too')
    .option('--vault-home <dir>', 'on the vault’s machine: look through what it wrote, too')
    .option('--vault-postgres <url>', 'with --vault-home: where the vault’s own --postgres points')
    .option('--vault-blobs <place>', 'with --vault-home: where the vault’s own --blobs points')
    .option('--out <file>', 'where to write the signed report; `understudy resume` takes it')
    .option(
      '--planted',
      'also build a broken deployment for each control, and show that its probe finds it out',
    )
    .option('--planted-postgres <url>', 'an empty database, for what a broken vault would store')
    .option(
      '--planted-blobs <place>',
      'an s3://bucket/prefix, for the same: in a folder of its own',
    )
    .action(async (options: VerifyOptions) => {
      const probers = await readProbers(options);
      const { vault, keeper } = options;
      const places = { vault, keeper, vaultPlace: toVaultPlace(options) };
      const target = createTarget(places);
      const { build, epoch } = await target.status();
      if (build !== readBuild()) throw otherBuild();
      const start = new Date(systemClock.nowMs()).toISOString();
      const subject = await createSubject(places, probers, systemClock);
      const { outcomes, notProbed } = await runControls(target, subject, {
        planted: options.planted === true,
        scratch: toScratch(options),
        onProbed: (id, live) => {
          output.progress(live === null ? `holds  ${id}` : `RED    ${id}: ${live}`);
        },
      });
      await subject.end();
      const end = new Date(systemClock.nowMs()).toISOString();
      const green = outcomes.every((outcome) => outcome.green);
      const results = outcomesToResults(outcomes, { build, start, end });
      const report = await signControlReport(
        { build, epoch, green, results },
        probers.stewards[0].key,
        systemClock,
      );
      const { sha256, logIndex } = await createKeeperClient({
        baseUrl: keeper,
        key: probers.stewards[0].key,
      }).fileReport({ body: { report } });
      if (options.out !== undefined) await writeFile(options.out, `${report}\n`);
      const tried = outcomes.filter(({ planted }) => planted.kind !== 'notTried');
      const caught = tried.filter(({ planted }) => planted.kind === 'caught').length;
      for (const { id, fault, planted } of outcomes) {
        if (planted.kind === 'notTried') continue;
        output.answer(
          { control: id, fault, caught: planted.kind === 'caught', found: planted.text },
          `${planted.kind}  ${id}: ${fault}. ${planted.text}`,
        );
      }
      for (const { id, needs } of notProbed) {
        output.progress(`not probed  ${id}: ${remedies[needs]}`);
      }
      const controls = outcomes.length;
      const red = outcomes.filter((outcome) => !outcome.green).map(({ id }) => id);
      output.answer(
        {
          green,
          controls,
          red,
          notProbed: notProbed.map(({ id }) => id),
          planted: tried.length,
          plantedCaught: caught,
          build,
          epoch,
          sha256,
          logIndex,
        },
        `${green ? 'Green' : 'RED'}: ${controls - red.length} of ${controls} controls hold, ` +
          (tried.length === 0 ? '' : `${caught} of ${tried.length} planted failures caught, `) +
          `${notProbed.length} not probed. ` +
          `Report ${sha256} at log index ${logIndex}.`,
      );
      if (!green) process.exitCode = 1;
    });
};

const remedies = {
  researcherKey: 'give --researcher-key',
  operatorKey: 'give --operator-key',
  vaultPlace: 'give --vault-home, on the vault’s machine',
} as const;

async function readProbers(options: VerifyOptions): Promise<Probers> {
  const [first, second] = await Promise.all(options.key.map(readStewardKey));
  if (first === undefined || second === undefined || first.steward === second.steward) {
    throw new VerifyError({
      code: 'badUsage',
      message: 'A grant that is to pass needs two different stewards.',
      remedy: 'Give --key with the key files of two of them.',
    });
  }
  const { researcherKey, operatorKey } = options;
  return {
    stewards: [first, second],
    researcher: researcherKey === undefined ? null : await readResearcherKey(researcherKey),
    operator: operatorKey === undefined ? null : (await readPersonKey(operatorKey)).key,
  };
}

function toScratch({ plantedPostgres, plantedBlobs }: VerifyOptions): Scratch {
  return {
    ...(plantedPostgres === undefined ? {} : { postgresUrl: plantedPostgres }),
    ...(plantedBlobs === undefined ? {} : { s3: plantedBlobs }),
  };
}

function toVaultPlace({ vaultHome, vaultPostgres, vaultBlobs }: VerifyOptions): VaultPlace | null {
  if (vaultHome !== undefined) {
    return {
      homeDir: vaultHome,
      ...(vaultPostgres === undefined ? {} : { postgresUrl: vaultPostgres }),
      ...(vaultBlobs === undefined ? {} : { s3: vaultBlobs }),
    };
  }
  if (vaultPostgres === undefined && vaultBlobs === undefined) return null;
  throw new VerifyError({
    code: 'badUsage',
    message: 'A database or a bucket was given, but not the home of the vault that uses it.',
    remedy: 'Give --vault-home too.',
  });
}

/** The planted failures are of this build; they say nothing of another. */
function otherBuild(): VerifyError {
  return new VerifyError({
    code: 'otherBuild',
    message: 'The keeper runs another build than this command line.',
    remedy: 'Run `understudy verify` from the release that the keeper runs.',
  });
}
