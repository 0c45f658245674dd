/**
 * `node bench/keeper-release.ts raw|reseal|answer`, forked by `release-speed.ts`: one round for each
 * message, answered with the CPU-milliseconds that it took. In a process of its own, each pays for
 * its own garbage, and for no other's.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { on } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { generateHybridKey, resealStream, sealArchive } from '@understudy/seal';
import {
  createEvidence,
  createGrant,
  createWorld,
  startWithSession,
} from '../apps/keeper/tests/world.ts';
import { measureCpuMs } from './bench.ts';
import { releaseMebibytes, releaseWorks, type ReleaseWork } from './release-speed.ts';

/** Makes ready what is not measured; gives back what is. */
type Round = () => Promise<() => Promise<void> | void>;

const pieceBytes = 64 * 1024;
const plain = randomBytes(releaseMebibytes << 20);

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) void piece.length;
}

function openAndSealRaw(): void {
  const options = { authTagLength: 16 } as const;
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  for (let at = 0; at < plain.length; at += pieceBytes) {
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, options);
    const body = cipher.update(plain.subarray(at, at + pieceBytes));
    cipher.final();
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, options);
    decipher.setAuthTag(cipher.getAuthTag());
    decipher.update(body);
    decipher.final();
  }
}

async function prepareReseal(): Promise<Round> {
  const [from, own, to] = [
    await generateHybridKey(),
    await generateHybridKey(),
    await generateHybridKey(),
  ];
  const pieces = sealArchive(plain, [from.recipient, own.recipient]);
  const sealed = Buffer.concat(await Array.fromAsync(pieces));
  return async () => () => drain(resealStream(sealed, from.identity, [to.recipient], () => {}));
}

/** Without sockets: the vault's cost the same for a file without a cipher. */
async function prepareAnswer(): Promise<Round> {
  const world = await createWorld();
  process.once('disconnect', () => void world.end());
  const { keeper, client, session, person, program } = await startWithSession(world, [plain]);
  const quota = { segments: 1000, bytes: 2 ** 40 };
  const grant = await createGrant(world, program.program, { quota });
  // In pieces, as it comes from a socket.
  const body = new Blob([new Uint8Array(session.segments[0]?.bytes ?? [])]);
  return async () => {
    const evidence = await createEvidence(world, { grant, program, person, session });
    const [release] = (await client.authorizeReleases({ body: evidence })).releases;
    const request = new Request(`http://keeper/v1/releases/${release?.release ?? ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    return async () => {
      const response = await keeper.service.answer(request);
      if (response.body === null || !response.ok) {
        throw new Error(`The keeper answered ${response.status}.`);
      }
      await drain(response.body);
    };
  };
}

const prepare: Readonly<Record<ReleaseWork, () => Promise<Round>>> = {
  raw: async () => async () => openAndSealRaw,
  reseal: prepareReseal,
  answer: prepareAnswer,
};
const wanted = releaseWorks.find((work) => work === process.argv[2]);
if (wanted === undefined) throw new Error(`Name one of: ${releaseWorks.join(', ')}.`);
const round = await prepare[wanted]();
process.send?.('ready');
for await (const message of on(process, 'message', { close: ['disconnect'] })) {
  void message;
  const work = await round();
  // The collector works between two turns of the event loop.
  await setImmediate();
  const cpuMs = await measureCpuMs(async () => {
    await work();
    await setImmediate();
  });
  process.send?.(cpuMs);
}
