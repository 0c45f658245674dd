/**
 * The servers and the people who govern them, each by their own commands and
 * processes: two stewards, a researcher, the keeper, the vault, a program.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, Command, Person } from './understudy.ts';

export interface Servers {
  readonly vaultUrl: string;
  readonly keeperUrl: string;
  /** What a contributor's device needs to know of them: public keys and addresses. */
  readonly joinFile: string;
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

/** `operator` runs the servers, `steward` and `researcher` use them; `dir` is for their key files. */
export async function startServers(
  operator: Person,
  dir: string,
  origin: string,
  onClose: (close: () => Promise<void>) => void,
): Promise<Servers> {
  const serve = async (command: Command): Promise<string> => {
    const started = operator.start(command);
    onClose(() => started.stop());
    return firstUrl(started);
  };
  const keyOf = async (kind: string, name: string) => {
    const file = join(dir, `${name}.key.json`);
    const made = await operator.run({ verb: 'key create', options: { kind, out: file } });
    return { file, id: textOf(made, 'id'), publicJwk: made.at(-1)?.['publicJwk'] };
  };
  const [first, second, researcher] = await Promise.all([
    keyOf('steward', 'steward-1'),
    keyOf('steward', 'steward-2'),
    keyOf('researcher', 'researcher'),
  ]);
  const passphraseFile = join(dir, 'passphrase');
  await writeFile(passphraseFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const made = await operator.run({
    verb: 'keeper init',
    options: { 'passphrase-file': passphraseFile, steward: [first.file, second.file] },
  });
  const keeperUrl = await serve({ verb: 'keeper run', options: { port: '0' } });
  await operator.run({
    verb: 'keeper unseal',
    options: { keeper: keeperUrl, 'passphrase-file': passphraseFile },
  });
  await operator.run({ verb: 'vault trust', of: [first.file, second.file, researcher.file] });
  const vaultUrl = await serve({
    verb: 'vault run',
    options: { port: '0', keeper: keeperUrl },
  });

  const programFile = join(dir, 'program.json');
  await writeFile(programFile, JSON.stringify(programOf(origin)));
  const published = await operator.run({
    verb: 'programs publish',
    options: { vault: vaultUrl, key: first.file, file: programFile },
  });
  const joinFile = join(dir, 'join.json');
  const stewards = [first, second].map(({ id, publicJwk }) => ({ steward: id, publicJwk }));
  await writeFile(
    joinFile,
    JSON.stringify({
      vault: vaultUrl,
      keeper: keeperUrl,
      stewards,
      keeperKeys: made.at(-1)?.['keys'],
      logKey: textOf(made, 'logKey'),
    }),
  );
  return {
    vaultUrl,
    keeperUrl,
    joinFile,
    stewardKeys: [first.file, second.file],
    researcherKey: researcher.file,
    program: textOf(published, 'program'),
  };
}

async function firstUrl(started: ReturnType<Person['start']>): Promise<string> {
  const line = await started.line((text) => text.startsWith('{') && text.includes('"url"'));
  return textOf([JSON.parse(line)], 'url');
}

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
