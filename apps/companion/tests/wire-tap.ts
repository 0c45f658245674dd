/** Stands between the companion and its servers and keeps every byte that passes, either way. */
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { TestServers } from './servers.ts';

export interface WireTap {
  /** The same servers, by way of the tap. */
  readonly servers: Pick<TestServers, 'joinFile' | 'program'>;
  bytes(): Uint8Array;
  close(): void;
}

export async function tapWire({ dir, joinFile, program }: TestServers): Promise<WireTap> {
  const passed: Buffer[] = [];
  const closers: (() => void)[] = [];
  const tap = async (target: string): Promise<string> => {
    const { hostname, port } = new URL(target);
    const server = createServer((client) => {
      const upstream = connect(Number(port), hostname);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        from.on('data', (bytes: Buffer) => passed.push(bytes));
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
      closers.push(() => client.destroy());
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => server.close());
    // `listen` on a host gives an address and a port, never a pipe's name.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const told = z
    .looseObject({ vault: z.string(), keeper: z.string() })
    .parse(JSON.parse(await readFile(joinFile, 'utf8')));
  const tapped = { ...told, vault: await tap(told.vault), keeper: await tap(told.keeper) };
  const file = join(dir, 'tapped.json');
  await writeFile(file, JSON.stringify(tapped));
  return {
    servers: { joinFile: file, program },
    bytes: () => Buffer.concat(passed),
    close: () => {
      for (const close of closers) close();
    },
  };
}
