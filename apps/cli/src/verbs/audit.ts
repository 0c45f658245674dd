/** `understudy audit`: the whole log, or who read what of one contributor, with proofs checked here. */
import { UnderstudyError } from '@understudy/base';
import {
  createConductCheck,
  pseudonymSchema,
  readHistory,
  verifyLog,
  type ConductFinding,
  type LogAudit,
  type LogEntryKind,
  type LogTrust,
  type Pseudonym,
  type ReadEntry,
} from '@understudy/tlog';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entryToText } from '../audit/entry-text.ts';
import { openLogSource, type LogOptions, type LogSource } from '../audit/log-source.ts';
import { keepSeenHead, readSeenHead } from '../audit/seen-head.ts';
import type { RegisterVerb, VerbContext } from '../verb.ts';

class AuditError extends UnderstudyError<'badContributor' | 'misconduct'> {}

interface AuditFlags extends LogOptions {
  readonly contributor?: string;
  readonly full?: boolean;
  readonly entries?: boolean;
}

export const registerAudit: RegisterVerb = (program, context) => {
  program
    .command('audit')
    .description('check the log, and who read what of whom; every proof is checked on this machine')
    .option('--contributor <who>', 'one contributor’s history: "me", or a pseudonym of the log')
    .option('--full', 'read every entry also for one contributor’s history')
    .option('--entries', 'print every entry of the log')
    .option('--vault <url>', 'where the vault listens (default: the one that was joined)')
    .option('--log <dir>', 'a copy of the log in a folder, instead of a vault')
    .option('--log-key <key>', 'the log’s verifier key (default: the one that was joined)')
    .option('--witness <keys...>', 'verifier keys of all its witnesses; one must have cosigned')
    .action(async (flags: AuditFlags) => {
      const source = await openLogSource(context, flags);
      if (flags.contributor === undefined) await auditAll(context, source, flags);
      else
        await auditOne(context, source, flags, await readContributor(context, flags.contributor));
    });
};

async function auditAll(context: VerbContext, source: LogSource, flags: AuditFlags): Promise<void> {
  const { output } = context;
  const counts = new Map<LogEntryKind, number>();
  const checkConduct = createConductCheck();
  const findings: ConductFinding[] = [];
  const audit = await verifyLog(source.read, {
    trust: source.trust,
    seen: await readSeenHead(context.homeDir(), source.trust),
    onEntry: ({ index, entry }) => {
      counts.set(entry.kind, (counts.get(entry.kind) ?? 0) + 1);
      findings.push(...checkConduct({ index, entry }));
      if (flags.entries === true) output.answer({ index, ...entry }, entryToText(index, entry));
    },
  });
  await keepHead(context, source.trust, audit);
  const kinds = Object.fromEntries(counts);
  output.answer(
    {
      ...auditToJson(audit),
      scope: 'everything',
      kinds,
      findings: findings.map((one) => ({ ...one })),
    },
    [
      `The log is whole: ${headToText(audit)}`,
      ...[...counts].map(([kind, count]) => `  ${String(count).padStart(7)} ${kind}`),
      ...findings.map(({ index, kind }) => `  entry ${index} should not be: ${kind}`),
    ].join('\n'),
  );
  refuseMisconduct(findings);
}

async function auditOne(
  context: VerbContext,
  source: LogSource,
  flags: AuditFlags,
  contributor: Pseudonym,
): Promise<void> {
  const { output } = context;
  const seen = await readSeenHead(context.homeDir(), source.trust);
  let releases = 0;
  let entries = 0;
  const answer = ({ index, entry }: ReadEntry): void => {
    entries += 1;
    if (entry.kind === 'release') releases += 1;
    output.answer({ index, ...entry }, entryToText(index, entry));
  };
  const { read, trust } = source;
  let audit: LogAudit;
  if (flags.full === true) {
    audit = await verifyLog(read, {
      trust,
      seen,
      onEntry: (one) => {
        if ('contributor' in one.entry && one.entry.contributor === contributor) answer(one);
      },
    });
  } else {
    const history = await readHistory(read, contributor, { trust, seen });
    for (const one of history.entries) answer(one);
    audit = history;
  }
  await keepHead(context, source.trust, audit);
  output.answer(
    { ...auditToJson(audit), scope: contributor, entries, releases },
    `${entries} entries about this contributor, ${releases} of them releases. ${headToText(audit)}`,
  );
}

async function readContributor(context: VerbContext, who: string): Promise<Pseudonym> {
  const text =
    who === 'me'
      ? await readFile(join(context.homeDir(), 'pseudonym'), 'utf8').catch(() => '')
      : who;
  const parsed = pseudonymSchema.safeParse(text.trim());
  if (parsed.success) return parsed.data;
  throw new AuditError({
    code: 'badContributor',
    message:
      who === 'me'
        ? 'This home has no pseudonym in the log yet.'
        : 'That is no pseudonym of the log.',
    remedy: 'Enrol this device by recording once, or give the 43 characters of a pseudonym.',
  });
}

async function keepHead(context: VerbContext, trust: LogTrust, audit: LogAudit): Promise<void> {
  await keepSeenHead(context.homeDir(), trust, audit.note);
}

function auditToJson({ checkpoint, witnessed }: LogAudit) {
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    witnessed:
      witnessed === null
        ? null
        : {
            size: witnessed.size,
            by: witnessed.cosignatures.map(({ witness, timestampSeconds }) => ({
              witness,
              at: new Date(timestampSeconds * 1000).toISOString(),
            })),
          },
  };
}

function headToText({ checkpoint, witnessed }: LogAudit): string {
  const head = `${checkpoint.size} entries of ${checkpoint.origin}`;
  if (witnessed === null) return `${head}, seen by no witness.`;
  const names = witnessed.cosignatures.map(({ witness }) => witness).join(', ');
  return `${head}; the first ${witnessed.size} witnessed by ${names}.`;
}

function refuseMisconduct(findings: readonly ConductFinding[]): void {
  if (findings.length === 0) return;
  throw new AuditError({
    code: 'misconduct',
    message: `The log itself shows ${findings.length} releases that should not have happened.`,
    remedy: 'Lock down, and draw up the incident: `understudy incident`.',
  });
}
