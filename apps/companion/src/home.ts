/**
 * The layout of `--home DIR`: everything of one person on one device
 * (README.md has the picture). Paths only; each file has its own module.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, ProgramId, Random, ReceiptId, SegmentId, SessionId } from '@understudy/base';

/** One contributor's home with the seams that its functions need. */
export interface Home {
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
}

export async function openHome(dir: string, clock: Clock, random: Random): Promise<Home> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return { dir, clock, random };
}

export const paths = {
  config: (home: Home) => join(home.dir, 'config.json'),
  device: (home: Home) => join(home.dir, 'device.json'),
  control: (home: Home) => join(home.dir, 'companion.json'),
  enrolment: (home: Home) => join(home.dir, 'enrolment.jws'),
  pseudonym: (home: Home) => join(home.dir, 'pseudonym'),
  recipient: (home: Home, program: ProgramId) =>
    join(home.dir, 'programs', `${program}.recipient.json`),
  rules: (home: Home) => join(home.dir, 'rules.age'),
  clock: (home: Home) => join(home.dir, 'clock.json'),
  revoked: (home: Home) => join(home.dir, 'revoked'),
  identities: (home: Home) => join(home.dir, 'identities'),
  ownIdentity: (home: Home) => join(home.dir, 'identities', 'own.json'),
  identity: (home: Home, program: ProgramId) => join(home.dir, 'identities', `${program}.json`),
  programs: (home: Home) => join(home.dir, 'programs'),
  program: (home: Home, program: ProgramId) => join(home.dir, 'programs', `${program}.jws`),
  receipts: (home: Home) => join(home.dir, 'receipts'),
  receipt: (home: Home, receipt: ReceiptId) => join(home.dir, 'receipts', `${receipt}.jws`),
  declined: (home: Home, program: ProgramId) => join(home.dir, 'declined', program),
  withdrawals: (home: Home) => join(home.dir, 'withdrawals'),
  withdrawal: (home: Home, receipt: ReceiptId) => join(home.dir, 'withdrawals', `${receipt}.jws`),
  erasures: (home: Home) => join(home.dir, 'erasures'),
  erasure: (home: Home, name: string, part: 'request' | 'receipt' | 'final') =>
    join(home.dir, 'erasures', `${name}.${part}.jws`),
  outbox: (home: Home) => join(home.dir, 'outbox'),
  sessions: (home: Home) => join(home.dir, 'sessions'),
  session: (home: Home, session: SessionId) => join(home.dir, 'sessions', session),
  journal: (home: Home, session: SessionId) => join(home.dir, 'sessions', session, 'journal.jsonl'),
  manifest: (home: Home, session: SessionId) => join(home.dir, 'sessions', session, 'manifest.jws'),
  segments: (home: Home, session: SessionId) => join(home.dir, 'sessions', session, 'segments'),
  segment: (home: Home, session: SessionId, segment: SegmentId) =>
    join(home.dir, 'sessions', session, 'segments', `${segment}.age`),
} as const;
