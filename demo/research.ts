/** The researcher's part: a grant asked for, approved by two stewards, and the export under it. */
import { textOf, type Servers } from './servers.ts';
import type { Person, Ran } from './understudy.ts';

export async function requestGrant(researcher: Person, servers: Servers): Promise<string> {
  const answers = await researcher.run({
    verb: 'grant request',
    options: {
      vault: servers.vaultUrl,
      key: servers.researcherKey,
      program: servers.program,
      purpose: 'agentTraining',
      tier: 'screen',
      reason: 'A demonstration of order desk work',
      days: '7',
    },
  });
  return textOf(answers, 'grant');
}

/** The grant's state after this steward's approval. */
export async function approveGrant(
  steward: Person,
  servers: Servers,
  grant: string,
  key: string,
): Promise<string> {
  const options = { vault: servers.vaultUrl, key, yes: true } as const;
  return textOf(await steward.run({ verb: 'grant approve', of: [grant], options }), 'state');
}

export function exportDataset(
  researcher: Person,
  servers: Servers,
  grant: string,
  out: string,
): Promise<Ran> {
  const { vaultUrl: vault, researcherKey: key } = servers;
  return researcher.attempt({
    verb: 'export',
    options: { vault, key, grant, out, format: 'agentnet', licence: 'CC-BY-4.0' },
  });
}
