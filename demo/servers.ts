/**
 * The servers and the people who govern them, by their own commands: keeper
 * and vault as processes of their own, two stewards, a researcher, a program.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Answer, Person } from './understudy.ts';

export interface Servers {
  readonly vaultUrl: string;
  readonly keeperUrl: string;
  /** What a contributor's device needs to know of them: public keys and addresses. */
  readonly joinFile: string;
  /** What the log's checkpoints are checked with. */
  readonly logKey: string;
  readonly stewardKeys: readonly [string, string];
  readonly researcherKey: string;
  readonly program: string;
}

export function textOf(answers: readonly Answer[], field: string): string {
  for (const answer of answers.toReversed()) {
    const value = answer[field];
    if (typeof value === 'string') return value;
  }
  throw new Error(`The answer has no "${field}".`);
}

const upSchema = z.object({
  vault: z.url(),
  keeper: z.url(),
  join: z.string(),
  stewards: z.tuple([z.string(), z.string()]),
  researcher: z.string(),
});

/** Starts keeper and vault as the operator does, and publishes a program as a steward does. */
export async function startServers(
  operator: Person,
  steward: Person,
  origin: string,
  onClose: (close: () => Promise<void>) => void,
): Promise<Servers> {
  const started = operator.start({
    verb: 'up',
    // Any that are free: `npm start` may run on this machine meanwhile.
    options: {
      'vault-port': '0',
      'keeper-port': '0',
      'identity-port': '0',
      'witness-port': '0',
      'desk-port': '0',
    },
  });
  onClose(() => started.stop());
  const line = await started.line((text) => text.startsWith('{') && text.includes('"vault"'));
  const { vault, keeper, join: joinFile, stewards, researcher } = upSchema.parse(JSON.parse(line));
  const { logKey } = joinSchema.parse(JSON.parse(await readFile(joinFile, 'utf8')));

  const programFile = join(steward.home, 'program.json');
  await writeFile(programFile, JSON.stringify(programOf(origin)));
  const published = await steward.run({
    verb: 'programs publish',
    options: { vault, key: stewards[0], file: programFile },
  });
  return {
    vaultUrl: vault,
    keeperUrl: keeper,
    joinFile,
    logKey,
    stewardKeys: stewards,
    researcherKey: researcher,
    program: textOf(published, 'program'),
  };
}

const joinSchema = z.object({ logKey: z.string() });

function programOf(origin: string): object {
  return {
    title: 'Order desk work',
    controller: 'Example Orders Ltd',
    purposes: ['agentTraining'],
    purposeText: 'To train agents that do order desk work, on a list of two apps.',
    apps: [
      { kind: 'sites', app: 'chromium', origins: [origin] },
      { kind: 'app', app: 'mousepad' },
    ],
    tiers: ['motion', 'actions', 'text', 'screen'],
    region: 'EU',
    retentionDays: 90,
    days: 90,
  };
}
