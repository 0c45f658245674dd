/**
 * `understudy incident`: exactly whose data was released to whom between two
 * times, from the verified log; with `--notify` each contributor is told, and
 * the log holds a receipt of it.
 */
import { createHash } from 'node:crypto';
import { createId, systemClock, systemRandom, type IncidentId } from '@understudy/base';
import { signStatement } from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import {
  entriesToIncident,
  parseVerifier,
  verifyLog,
  type IncidentRelease,
  type ReadEntry,
} from '@understudy/tlog';
import { readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';

interface IncidentOptions {
  readonly from: string;
  readonly to: string;
  readonly vault: string;
  readonly keeper: string;
  readonly key: string;
  readonly notify?: boolean;
}

export const registerIncident: RegisterVerb = (program, { output }) => {
  program
    .command('incident')
    .description('whose data was released to whom between two times, and notices to them (steward)')
    .requiredOption('--from <time>', 'ISO 8601, inclusive')
    .requiredOption('--to <time>', 'ISO 8601, exclusive')
    .requiredOption('--vault <url>', 'where the vault listens')
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .requiredOption('--key <file>', 'the key file of the steward')
    .option('--notify', 'send each contributor their notice, and log that it was sent')
    .action(async (options: IncidentOptions) => {
      const { steward, key } = await readStewardKey(options.key);
      const vault = createVaultClient({ baseUrl: options.vault, key });
      const keeper = createKeeperClient({ baseUrl: options.keeper, key });
      const { logKey } = await keeper.status();
      const entries: Pick<ReadEntry, 'index' | 'entry'>[] = [];
      await verifyLog((path) => vault.readLog(path), {
        trust: { log: parseVerifier(logKey), witnesses: [] },
        onEntry: ({ index, entry }) => {
          if (entry.kind === 'release') entries.push({ index, entry });
        },
      });
      const report = entriesToIncident(entries, { from: options.from, until: options.to });
      const incident = createId('incident', systemClock, systemRandom);
      const pseudonyms = [...report.contributors.keys()];
      const { people } = await keeper.resolvePseudonyms({ body: { pseudonyms } });
      const contributorOf = new Map(
        people.map(({ pseudonym, contributor }) => [pseudonym, contributor]),
      );
      const notices = [...report.contributors].map(([pseudonym, releases]) => ({
        pseudonym,
        contributor: contributorOf.get(pseudonym) ?? null,
        releases,
        text: toNotice(incident, options, releases),
      }));
      let told = 0;
      if (options.notify === true) {
        const known = notices.flatMap(({ contributor, text }) =>
          contributor === null ? [] : [{ contributor, text }],
        );
        const { sent } = await vault.sendNotices({
          params: { incident },
          body: { notices: known },
        });
        told = sent;
        for (const { pseudonym, contributor, text } of notices) {
          if (contributor === null) continue;
          const notice = await signStatement(
            'notice',
            {
              incident,
              steward,
              contributor: pseudonym,
              sha256: createHash('sha256').update(text).digest('hex'),
              issuedAt: new Date(systemClock.nowMs()).toISOString(),
            },
            key,
          );
          await keeper.fileNotice({ body: { notice } });
        }
      }
      for (const { pseudonym, contributor, releases, text } of notices) {
        output.answer(
          {
            incident,
            contributor,
            pseudonym,
            releases: releases.map(({ index, release }) => ({
              index,
              release: release.release,
              segment: release.segment,
              researcher: release.researcher,
            })),
            notice: text,
          },
          `${contributor ?? `erased (${pseudonym})`}: ${releases.length} segments\n${text}\n`,
        );
      }
      const { releases, researchers, sizeBytes } = report;
      output.answer(
        {
          incident,
          from: options.from,
          to: options.to,
          contributors: pseudonyms.length,
          releases: releases.length,
          researchers: [...researchers],
          sizeBytes,
          told,
        },
        `${incident}: ${releases.length} releases of ${pseudonyms.length} contributors to ` +
          `${researchers.length} researchers; ${told} notices sent.`,
      );
    });
};

/** Plain words, with what GDPR art. 34 asks for: what happened, to what, who answers. */
function toNotice(
  incident: IncidentId,
  { from, to }: IncidentOptions,
  releases: readonly IncidentRelease[],
): string {
  const sessions = [...new Set(releases.map(({ release }) => release.session))];
  const purposes = [...new Set(releases.map(({ release }) => release.purpose))];
  const readers = [...new Set(releases.map(({ release }) => release.researcher))];
  const approvers = [...new Set(releases.flatMap(({ release }) => release.approvedBy))];
  return [
    `Notice about your recordings (${incident})`,
    '',
    `Between ${from} and ${to}, ${releases.length} segments of ${sessions.length} of your sessions were opened.`,
    `Read by: ${readers.join(', ')}. Stated purpose: ${purposes.join(', ')}. Approved by: ${approvers.join(', ')}.`,
    `Your sessions: ${sessions.join(', ')}.`,
    'You can check this yourself: understudy audit --contributor me.',
    'You may withdraw your consent and erase your recordings at any time, without a reason.',
  ].join('\n');
}
