/**
 * The layout of `--home DIR`: everything of one person on one device
 * (README.md has the picture). Paths only; each file has its own module.
 */
import { makeFolder } from '#files';
import type { Clock, ProgramId, Random, ReceiptId, SegmentId, SessionId } from '@understudy/base';

/** One contributor's home with the seams that its functions need. */
export interface Home {
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
}

export async function openHome(dir: string, clock: Clock, random: Random): Promise<Home> {
  await makeFolder(dir);
  return { dir, clock, random };
}

export const paths = {
  config: (home: Pick<Home, 'dir'>) => `${home.dir}/config.json`,
  device: (home: Home) => `${home.dir}/device.json`,
  control: (home: Home) => `${home.dir}/companion.json`,
  browserSocket: (home: Home) => `${home.dir}/browser.sock`,
  enrolment: (home: Home) => `${home.dir}/enrolment.jws`,
  pseudonym: (home: Home) => `${home.dir}/pseudonym`,
  reserved: (home: Home, program: ProgramId) => `${home.dir}/programs/${program}.next.json`,
  sessionRecipient: (home: Home, session: SessionId) =>
    `${home.dir}/sessions/${session}/recipient.json`,
  rules: (home: Home) => `${home.dir}/rules.age`,
  clock: (home: Home) => `${home.dir}/clock.json`,
  revoked: (home: Home) => `${home.dir}/revoked`,
  identities: (home: Home) => `${home.dir}/identities`,
  ownIdentity: (home: Home) => `${home.dir}/identities/own.json`,
  identity: (home: Home, program: ProgramId) => `${home.dir}/identities/${program}.json`,
  programs: (home: Home) => `${home.dir}/programs`,
  program: (home: Home, program: ProgramId) => `${home.dir}/programs/${program}.jws`,
  receipts: (home: Home) => `${home.dir}/receipts`,
  receipt: (home: Home, receipt: ReceiptId) => `${home.dir}/receipts/${receipt}.jws`,
  declined: (home: Home, program: ProgramId) => `${home.dir}/declined/${program}`,
  withdrawals: (home: Home) => `${home.dir}/withdrawals`,
  withdrawal: (home: Home, receipt: ReceiptId) => `${home.dir}/withdrawals/${receipt}.jws`,
  erasures: (home: Home) => `${home.dir}/erasures`,
  erasure: (home: Home, name: string, part: 'request' | 'receipt' | 'final') =>
    `${home.dir}/erasures/${name}.${part}.jws`,
  takeouts: (home: Home) => `${home.dir}/takeouts`,
  takeout: (home: Home, job: string) => `${home.dir}/takeouts/${job}.tar.age`,
  outbox: (home: Home) => `${home.dir}/outbox`,
  sessions: (home: Home) => `${home.dir}/sessions`,
  session: (home: Home, session: SessionId) => `${home.dir}/sessions/${session}`,
  journal: (home: Home, session: SessionId) => `${home.dir}/sessions/${session}/journal.jsonl`,
  manifest: (home: Home, session: SessionId) => `${home.dir}/sessions/${session}/manifest.jws`,
  segments: (home: Home, session: SessionId) => `${home.dir}/sessions/${session}/segments`,
  segment: (home: Home, session: SessionId, segment: SegmentId) =>
    `${home.dir}/sessions/${session}/segments/${segment}.age`,
} as const;
