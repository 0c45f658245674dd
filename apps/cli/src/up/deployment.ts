/** The servers of one machine, each its own process, brought up in order: keeper, vault, sign-in, witness; and a desk to practise on. */
import { revealSecret } from '@understudy/base';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { clerk, startOrderDesk, type OrderDesk } from '@understudy/lab';
import { developmentClientId } from '@understudy/vault';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDevelopmentHome, type DevelopmentHome } from './development-home.ts';
import { publishExample } from './example-program.ts';
import type { Ports } from './ports.ts';
import { startService, UpError, type ServiceProcess } from './service-process.ts';

export interface Deployment {
  readonly people: DevelopmentHome;
  readonly vault: string;
  readonly keeper: string;
  /** The vault as browsers open it: passkeys need a name, not an address. */
  readonly console: string;
  readonly witness: string | null;
  /** A small web app to record work on, whether a program lists it, and who signs in there. */
  readonly desk: {
    readonly url: string;
    readonly isListed: boolean;
    readonly user: string;
    readonly password: string;
  } | null;
  readonly joinFile: string;
  /** The vault's name for this start. */
  readonly instance: string;
  /** Rejects when one of the processes ends by itself. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

export interface BringUpOptions {
  /** Without the witness and the desk. */
  readonly serversOnly: boolean;
  readonly progress: (line: string) => void;
  /** Ends what is under way; all that runs by then is stopped. */
  readonly signal: AbortSignal;
}

/** @throws UpError serviceFailed, or the signal's reason; what was started before is stopped then */
export async function bringUp(
  home: string,
  ports: Ports,
  options: BringUpOptions,
): Promise<Deployment> {
  const services: ServiceProcess[] = [];
  let desk: OrderDesk | null = null;
  const stop = async (): Promise<void> => {
    await Promise.all([...services, ...(desk === null ? [] : [desk])].map((one) => one.stop()));
  };
  const start = async (name: string, command: string): Promise<string> => {
    options.signal.throwIfAborted();
    options.progress(`Starting the ${name} …`);
    const service = await startService(name, command.split(' '), home, options.signal);
    services.push(service);
    return service.url;
  };
  try {
    const issuer = `http://localhost:${ports.identity}`;
    const pages = `http://localhost:${ports.vault}`;
    const origins = [pages, `http://localhost:${ports.keeper}`];
    const people = await openDevelopmentHome(home, { issuer, origins });
    const keeper = await start('keeper', `keeper run --port ${ports.keeper}`);
    await unseal(keeper, people);
    const vault = await start(
      'vault',
      `vault run --port ${ports.vault} --keeper ${keeper} --oidc-issuer ${issuer} --oidc-client ${developmentClientId}`,
    );
    const callback = `${pages}/v1/sign-in/callback`;
    await start(
      'development sign-in',
      `vault development-identity --port ${ports.identity} --callback ${callback}`,
    );
    desk = options.serversOnly ? null : await startOrderDesk({ port: ports.desk });
    const isListed = await publishExample(vault, people, desk?.origin ?? null);
    const joinFile = await writeJoinFile(home, vault, keeper, people);
    const { logKey } = await createKeeperClient({ baseUrl: keeper }).status();
    const witness = options.serversOnly
      ? null
      : await start(
          'witness',
          `witness run --port ${ports.witness} --log-key ${logKey} --vault ${vault} --keeper ${keeper} --every 1`,
        );
    const { instance } = await createVaultClient({ baseUrl: vault }).health();
    options.signal.throwIfAborted();
    const failed = Promise.race(services.map(endedByItself));
    // Awaited by `up`; until then an early end is no unhandled rejection.
    failed.catch(() => undefined);
    return {
      people,
      vault,
      keeper,
      console: pages,
      witness,
      desk: desk === null ? null : { url: desk.origin, isListed, ...clerk },
      joinFile,
      instance,
      failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function endedByItself(service: ServiceProcess): Promise<never> {
  await service.ended;
  throw new UpError({
    code: 'serviceFailed',
    message: `The ${service.name} ended by itself.`,
    remedy: 'Start `understudy up` again; nothing that was stored is lost.',
  });
}

async function unseal(url: string, people: DevelopmentHome): Promise<void> {
  const keeper = createKeeperClient({ baseUrl: url });
  const { state } = await keeper.status();
  // A lockdown outlives every restart: only `understudy resume` ends it.
  if (state === 'locked') return;
  // Leaves the Secret only for the keeper on this machine.
  const passphrase = revealSecret(people.passphrase);
  await keeper.unseal({ body: { kind: 'passphrase', passphrase } });
}

/** What a contributor's device needs to know, public parts only. */
async function writeJoinFile(
  home: string,
  vault: string,
  keeper: string,
  people: DevelopmentHome,
): Promise<string> {
  const status = await createKeeperClient({ baseUrl: keeper }).status();
  const path = join(home, 'join.json');
  const parts = {
    vault,
    keeper,
    stewards: people.stewards,
    keeperKeys: status.keys,
    logKey: status.logKey,
    witnessKeys: [people.witnessKey],
  };
  await writeFile(path, `${JSON.stringify(parts, null, 2)}\n`);
  return path;
}
