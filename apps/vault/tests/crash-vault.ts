/**
 * A vault process that kills itself (SIGKILL) at one step of an upload or a release. Run by the
 * crash tests: `node crash-vault.ts HOME KEEPER_URL STEP`; prints its URL.
 */
import { systemClock, systemRandom } from '@understudy/base';
import { listen, openVault } from '../src/index.ts';

const [homeDir = '', keeperUrl = '', step = ''] = process.argv.slice(2);
const dieAt = (here: string): void => {
  if (here === step) process.kill(process.pid, 'SIGKILL');
};

const vault = await openVault({
  homeDir,
  keeperUrl,
  mode: 'development',
  oidc: null,
  version: '0.0.0',
  clock: systemClock,
  random: systemRandom,
});
const { blobs, keeper } = vault.world;

async function* dyingHalfway(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    const half = piece.byteLength >> 1;
    yield piece.subarray(0, half);
    dieAt('while a piece is written');
    yield piece.subarray(half);
  }
}

const whole = { ...blobs };
blobs.append = async (segment, offset, bytes) => {
  dieAt('before a piece is written');
  const appended = await whole.append(segment, offset, dyingHalfway(bytes));
  dieAt('after a piece is durable, before its row');
  return appended;
};
blobs.hashPartial = async (segment) => {
  dieAt('before the whole is checked');
  return whole.hashPartial(segment);
};
blobs.finish = async (segment) => {
  dieAt('before the last rename');
  await whole.finish(segment);
  dieAt('after the last rename, before its row');
};

const { authorizeReleases, openRelease } = keeper;
const releaseSteps: Pick<typeof keeper, 'authorizeReleases' | 'openRelease'> = {
  authorizeReleases: async (input) => {
    dieAt('before the keeper is asked');
    const answer = await authorizeReleases(input);
    dieAt('after the keeper has logged, before the row');
    return answer;
  },
  openRelease: async (input) => {
    dieAt('before the sealed bytes are sent');
    const opened = await openRelease(input);
    return (async function* () {
      let given = 0;
      for await (const piece of opened) {
        yield piece;
        given += 1;
        if (given === 3) dieAt('in the middle of the stream');
      }
    })();
  },
};
Object.assign(keeper, releaseSteps);

const listening = await listen(
  {
    answer: async (request, remote) => {
      const response = await vault.service.answer(request, remote);
      if (request.method === 'PATCH') dieAt('after the row, before the answer');
      return response;
    },
  },
  { port: 0, host: '127.0.0.1' },
);
process.stdout.write(`${listening.url}\n`);
