/**
 * `understudy incident`: exactly whose data was released to whom between two
 * times, from the verified log; with `--notify` each contributor is told, and
 * the log holds the incident and a receipt of each notice.
 */
import { createHash } from 'node:crypto';
import { createId, systemClock, systemRandom } from '@understudy/base';
import { signStatement } from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { entriesToIncident, parseVerifier, verifyLog, type ReadEntry } from '@understudy/tlog';
import { countOf } from '../count.ts';
import { readChannels, sendByChannels } from '../incident/channels.ts';
import { toNoticeText, type Notice } from '../incident/notice.ts';
import { readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';

interface IncidentOptions {
  readonly from: string;
  readonly to: string;
  readonly vault: string;
  readonly keeper: string;
  readonly key: string;
  readonly notify?: boolean;
  readonly channels?: string;
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
    .option(
      '--notify',
      'log the incident, send each contributor their notice, and log that it was sent',
    )
    .option('--channels <file>', 'send them by mail or webhook too, as this file says')
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
      const notices: readonly Notice[] = [...report.contributors].map(([pseudonym, releases]) => ({
        pseudonym,
        contributor: contributorOf.get(pseudonym) ?? null,
        releases,
        text: toNoticeText(incident, options, releases),
      }));
      const sent = options.notify === true ? await sendAll() : { told: 0, failed: [] };
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
          `${contributor ?? `erased (${pseudonym})`}: ${countOf(releases.length, 'segment')}\n${text}\n`,
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
          told: sent.told,
          failed: sent.failed,
        },
        `${incident}: ${countOf(releases.length, 'release')} of ${countOf(pseudonyms.length, 'contributor')} to ` +
          `${countOf(researchers.length, 'researcher')}; ${countOf(sent.told, 'notice')} sent` +
          (sent.failed.length === 0
            ? '.'
            : `; ${sent.failed.length} could not be sent another way.`),
      );
      for (const { contributor, by, why } of sent.failed) {
        output.progress(`Not sent to ${contributor} by ${by}: ${why}`);
      }
      if (sent.failed.length > 0) process.exitCode = 1;

      /** The incident in the log; the console, for everybody; the other ways; the receipt in the log. */
      async function sendAll() {
        const known = notices.flatMap(({ contributor, pseudonym, text }) =>
          contributor === null ? [] : [{ contributor, pseudonym, text }],
        );
        const channels = options.channels === undefined ? {} : await readChannels(options.channels);
        const signedBy = {
          incident,
          steward,
          issuedAt: new Date(systemClock.nowMs()).toISOString(),
        };
        await keeper.fileIncident({
          body: {
            incident: await signStatement(
              'incident',
              {
                ...signedBy,
                from: new Date(options.from).toISOString(),
                until: new Date(options.to).toISOString(),
                releases: report.releases.length,
                contributors: pseudonyms.length,
              },
              key,
            ),
          },
        });
        const { sent: told } = await vault.sendNotices({
          params: { incident },
          body: { notices: known.map(({ contributor, text }) => ({ contributor, text })) },
        });
        const failed: { contributor: string; by: string; why: string }[] = [];
        for (const { contributor, pseudonym, text } of known) {
          const ways = await sendByChannels(channels, incident, { contributor, text });
          failed.push(...ways.failed.map((one) => ({ contributor, ...one })));
          const notice = await signStatement(
            'notice',
            {
              ...signedBy,
              contributor: pseudonym,
              sha256: createHash('sha256').update(text).digest('hex'),
              sentBy: ['console', ...ways.by],
            },
            key,
          );
          await keeper.fileNotice({ body: { notice } });
        }
        return { told, failed };
      }
    });
};
