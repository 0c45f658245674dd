/**
 * A proxy in front of an X server that writes down the name of each request
 * which listens or looks. It reads the protocol from the outside, so it holds
 * for whatever library makes the requests.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface RequestRecorder {
  /** The display to connect to in place of the server's own. */
  readonly display: string;
  requests(): readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

const coreRequests = new Map<number, string>([
  [33, 'GrabKey'],
  [34, 'UngrabKey'],
  [73, 'GetImage'],
]);
const extensionRequests: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  XInputExtension: { 46: 'XISelectEvents' },
  DAMAGE: { 1: 'DamageCreate', 2: 'DamageDestroy' },
  'MIT-SHM': { 4: 'ShmGetImage' },
};
const queryExtension = 98;
const portBase = 6000;

export async function recordRequests(display: string): Promise<RequestRecorder> {
  const made: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    const reader = createReader(made);
    client.on('data', (bytes: Buffer) => {
      reader.fromClient(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      reader.fromServer(bytes);
      client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    display: `tcp/127.0.0.1:${port - portBase}`,
    requests: () => [...made],
    [Symbol.asyncDispose]: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Follows the stream of requests (X protocol, "Request Format") and the replies of QueryExtension. */
function createReader(made: string[]) {
  let pending: Buffer = Buffer.alloc(0);
  let answers: Buffer = Buffer.alloc(0);
  let isSetUp = false;
  let isAccepted = false;
  let sequence = 0;
  const asked = new Map<number, string>();
  const opcodes = new Map<number, string>();

  const readRequest = (request: Buffer): void => {
    sequence = (sequence + 1) & 0xffff;
    const [opcode = 0, minor = 0] = request;
    if (opcode === queryExtension) {
      const length = request.readUInt16LE(4);
      asked.set(sequence, request.toString('latin1', 8, 8 + length));
    }
    const extension = opcodes.get(opcode);
    made.push(
      coreRequests.get(opcode) ??
        (extension === undefined ? undefined : extensionRequests[extension]?.[minor]) ??
        'other',
    );
  };

  return {
    fromClient: (bytes: Buffer): void => {
      pending = Buffer.concat([pending, bytes]);
      if (!isSetUp) {
        const pad = (length: number): number => (length + 3) & ~3;
        if (pending.length < 12) return;
        const size = 12 + pad(pending.readUInt16LE(6)) + pad(pending.readUInt16LE(8));
        if (pending.length < size) return;
        pending = pending.subarray(size);
        isSetUp = true;
      }
      while (pending.length >= 8) {
        // A length of 0 is a big request, whose length follows.
        const short = pending.readUInt16LE(2) * 4;
        const size = short === 0 ? pending.readUInt32LE(4) * 4 : short;
        if (pending.length < size) return;
        readRequest(pending.subarray(0, size));
        pending = pending.subarray(size);
      }
      if (pending.length >= 4 && pending.readUInt16LE(2) === 1) {
        readRequest(pending.subarray(0, 4));
        pending = pending.subarray(4);
      }
    },
    fromServer: (bytes: Buffer): void => {
      answers = Buffer.concat([answers, bytes]);
      if (!isAccepted) {
        if (answers.length < 8) return;
        const size = 8 + answers.readUInt16LE(6) * 4;
        if (answers.length < size) return;
        answers = answers.subarray(size);
        isAccepted = true;
      }
      while (answers.length >= 32) {
        const [kind = 0] = answers;
        const hasMore = kind === 1 || (kind & 0x7f) === 35;
        const size = 32 + (hasMore ? answers.readUInt32LE(4) * 4 : 0);
        if (answers.length < size) return;
        const name = asked.get(answers.readUInt16LE(2));
        if (kind === 1 && name !== undefined) opcodes.set(answers[9] ?? 0, name);
        answers = answers.subarray(size);
      }
    },
  };
}
