/** What a steward does, by the command line, against real processes: verify, lock down, resume. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { controls } from '../src/verify/controls/index.ts';
import { controlReportSchema } from '../src/verify/report.ts';
import { drawUpIncident } from './contribution.ts';
import { startUp, type UpProcess } from './up-process.ts';

const schemaFile = join(import.meta.dirname, '../../../spec/control-report.schema.json');

let up: UpProcess;
let folder: string;
beforeAll(async () => {
  up = await startUp();
  folder = await mkdtemp(join(tmpdir(), 'understudy-steward-'));
});
afterAll(async () => {
  await up.stop();
  await rm(folder, { recursive: true, force: true });
});

const summarySchema = z.object({
  green: z.boolean(),
  controls: z.number(),
  red: z.array(z.string()),
  notProbed: z.array(z.string()),
  planted: z.number(),
  plantedCaught: z.number(),
});

async function verify(out: string, ...more: readonly string[]) {
  const [first, second] = up.stewards;
  const ran = await up.run(
    'verify',
    `--vault=${up.vault}`,
    `--keeper=${up.keeper}`,
    `--out=${out}`,
    '--key',
    first,
    second,
    ...more,
  );
  // A refusal leaves no answer: its reason says what went wrong.
  const last = ran.out.trim().split('\n').at(-1) || ran.err;
  return { ...summarySchema.parse(JSON.parse(last)), code: ran.code };
}

const stateOf = async (): Promise<string> => {
  const ran = await up.run(
    'keeper',
    'unseal',
    '--keeper',
    up.keeper,
    '--passphrase-file',
    up.passphraseFile,
  );
  return ran.code === 0 ? 'open' : 'refused';
};

describe('a steward', () => {
  test('verifies every control of a sound deployment, and sees a broken one found out for each', async () => {
    const found = await verify(
      join(folder, 'sound.jws'),
      `--vault-home=${join(up.home, 'vault')}`,
      `--researcher-key=${up.researcher}`,
      `--operator-key=${up.operator}`,
      '--planted',
    );
    expect(found).toMatchObject({ green: true, red: [], notProbed: [], code: 0 });
    expect(found.controls).toBe(controls.length);
    expect(found.planted).toBe(controls.length);
    expect(found.plantedCaught).toBe(controls.length);
    // A deployment for each control takes its time.
  }, 900_000);

  test('gets a report in the shape of OSCAL assessment-results', async () => {
    const out = join(folder, 'sound.jws');
    const [, payload = ''] = (await readFile(out, 'utf8')).split('.');
    const report: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const { results } = z.object({ results: z.unknown() }).parse(report);
    expect(controlReportSchema.safeParse(results).success).toBe(true);
    const published: unknown = JSON.parse(await readFile(schemaFile, 'utf8'));
    expect(z.toJSONSchema(controlReportSchema)).toEqual(published);
  });

  test('locks down, cannot resume on an older report, verifies under the lock, and resumes', async () => {
    const [first, second] = up.stewards;
    const before = join(folder, 'sound.jws');
    const locked = await up.run(
      'lockdown',
      `--keeper=${up.keeper}`,
      `--key=${first}`,
      '--reason=A test.',
    );
    expect(locked.code).toBe(0);
    expect(await stateOf()).toBe('refused');

    const resume = (report: string, ...keys: readonly string[]) =>
      up.run('resume', '--keeper', up.keeper, '--report', report, '--key', ...keys);
    expect((await resume(before, first, second)).code).toBe(1);

    const after = join(folder, 'after.jws');
    expect(await verify(after)).toMatchObject({ green: true, red: [], planted: 0 });
    expect((await resume(after, first)).code).toBe(1);
    expect(await stateOf()).toBe('refused');
    expect((await resume(after, first, second)).code).toBe(0);
    expect(await stateOf()).toBe('open');
  });

  test('learns from the log exactly what was released: what the verification itself had released', async () => {
    const { summary } = await drawUpIncident(up);
    expect(summary).toMatchObject({ releases: 1, contributors: 1, told: 0 });
  });
});
