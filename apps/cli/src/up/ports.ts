/** The ports that `up` is asked for → those that its servers take; a taken one is refused before anything is loaded. */
import { findFreePort, isFreePort } from './free-port.ts';
import { UpError } from './service-process.ts';

export interface Ports {
  readonly vault: number;
  readonly keeper: number;
  readonly identity: number;
  readonly witness: number;
  readonly desk: number;
}

/**
 * Finds a port where 0 was asked for.
 * @param serversOnly neither witness nor practice desk run: their ports are nobody's concern
 * @throws UpError portTaken
 */
export async function resolvePorts(
  asked: Ports,
  { serversOnly }: { readonly serversOnly: boolean },
): Promise<Ports> {
  const vault = await resolvePort(asked.vault, '--vault-port', []);
  const keeper = await resolvePort(asked.keeper, '--keeper-port', [vault]);
  const identity = await resolvePort(asked.identity, '--identity-port', [vault, keeper]);
  const servers = [vault, keeper, identity];
  if (serversOnly) return { ...asked, vault, keeper, identity };
  const witness = await resolvePort(asked.witness, '--witness-port', servers);
  const desk = await resolvePort(asked.desk, '--desk-port', [...servers, witness]);
  return { vault, keeper, identity, witness, desk };
}

/** Here and not where it is bound, so that the option is named which the person can give. */
async function resolvePort(
  asked: number,
  option: string,
  meant: readonly number[],
): Promise<number> {
  if (asked === 0) return findFreePort(meant);
  const another = `another port: ${option} 0 takes any that is free.`;
  if (meant.includes(asked))
    throw new UpError({
      code: 'portTaken',
      message: `Port ${asked} is meant for two servers.`,
      remedy: `Name ${another}`,
    });
  if (await isFreePort(asked)) return asked;
  throw new UpError({
    code: 'portTaken',
    message: `Port ${asked} of this computer is taken by another program.`,
    remedy: `End that program, or name ${another}`,
  });
}
