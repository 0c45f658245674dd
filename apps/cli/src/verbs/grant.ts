/** `understudy grant`: request (researcher), status, approve and deny (stewards). */
import { createId, parseId, systemClock, systemRandom, tiers, type Tier } from '@understudy/base';
import {
  allowedPurposes,
  approveWithKey,
  denyWithKey,
  requestGrant,
  signOrder,
  verifyGrant,
  type AllowedPurpose,
  type Grant,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import type { GrantDraft } from '@understudy/protocol';
import { Option, type Command } from 'commander';
import { requireYes } from '../ask.ts';
import { toOneLine } from '../one-line.ts';
import { readPersonKey, readResearcherKey, readStewardKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';
import { toCount } from '../whole-number.ts';

interface RequestOptions {
  readonly vault: string;
  readonly key: string;
  readonly draft?: string;
  readonly program?: string;
  readonly purpose?: AllowedPurpose;
  readonly tier?: Tier[];
  readonly reason?: string;
  readonly days: number;
  readonly segments: number;
  readonly bytes: number;
  readonly contributor?: string[];
  readonly session?: string[];
  readonly app?: string[];
  readonly from?: string;
  readonly until?: string;
}

interface DecideOptions {
  readonly vault: string;
  readonly key: string;
}

const dayMs = 86_400_000;

export const registerGrant: RegisterVerb = (program, { output }) => {
  const verb = program.command('grant').description('ask for, decide and follow grants');
  const vaultUrl = () =>
    new Option('--vault <url>', 'where the vault listens').makeOptionMandatory();
  const keyFile = (whose: string) =>
    new Option('--key <file>', `the key file of ${whose}`).makeOptionMandatory();

  verb
    .command('request')
    .description('ask for a grant (researcher)')
    .addOption(vaultUrl())
    .addOption(keyFile('the researcher'))
    .option('--draft <id>', 'a draft made in the console, instead of what follows')
    .option('--program <id>', 'the program whose data is wanted')
    .addOption(new Option('--purpose <purpose>').choices(allowedPurposes))
    .addOption(new Option('--tier <tiers...>').choices(tiers))
    .option('--reason <text>', 'what it is for; stewards and contributors read it')
    .option('--days <n>', 'until when, from now', toCount, 30)
    .option('--segments <n>', 'quota of segments', toCount, 10_000)
    .option('--bytes <n>', 'quota of sealed bytes', toCount, 50 * 1024 ** 3)
    .option('--contributor <ids...>')
    .option('--session <ids...>')
    .option('--app <apps...>')
    .option('--from <time>', 'sessions that started from then on (ISO 8601)')
    .option('--until <time>', 'sessions that started before then (ISO 8601)')
    .action(async (options: RequestOptions, command: Command) => {
      const person = await readResearcherKey(options.key);
      const { researcher, recipient, key } = person;
      const vault = createVaultClient({ baseUrl: options.vault, key });
      const { draft } = options;
      const wish =
        draft === undefined
          ? toWish(options, command)
          : await vault.getDraft({ params: { draft } });
      const signed = await requestGrant(
        {
          grant: createId('grant', systemClock, systemRandom),
          program: wish.program,
          purpose: wish.purpose,
          reason: wish.reason,
          filter: wish.filter,
          tiers: wish.tiers,
          expiresAt: new Date(systemClock.nowMs() + wish.days * dayMs).toISOString(),
          quota: wish.quota,
          requester: { researcher, recipient },
        },
        key,
        systemClock,
      );
      const row = await vault.requestGrant({ body: { grant: signed } });
      const { grant, hash, state } = row;
      output.answer({ grant, hash, state }, `${grant} is ${state}. Two stewards must approve it.`);
    });

  verb
    .command('approve')
    .argument('<grant>')
    .description('approve a grant, after showing what it asks for (steward)')
    .addOption(vaultUrl())
    .addOption(keyFile('the steward'))
    .option('--yes', 'without being asked: for scripts')
    .action(async (id: string, options: DecideOptions & { yes?: boolean }) => {
      const { steward, key } = await readStewardKey(options.key);
      const vault = createVaultClient({ baseUrl: options.vault, key });
      const params = { grant: parseId('grant', id) };
      const { signed } = await vault.getGrant({ params });
      // What is signed is what the researcher signed, not what the vault says of it.
      const grant = await verifyGrant(signed, systemClock.nowMs());
      output.progress(grantToText(grant));
      await requireYes('Do you approve it?', {
        yes: options.yes,
        otherwise: 'Nothing was signed.',
      });
      const { kind, jws } = await approveWithKey(grant, steward, key, systemClock);
      const row = await vault.approveGrant({ params, body: { approval: { kind, jws } } });
      const { state, approvedBy } = row;
      output.answer({ grant: row.grant, state, approvedBy }, `${row.grant} is ${state}.`);
    });

  verb
    .command('deny')
    .argument('<grant>')
    .description('deny a pending grant, or take an approved one back at once (steward)')
    .addOption(vaultUrl())
    .requiredOption('--keeper <url>', 'where the keeper listens')
    .addOption(keyFile('the steward'))
    .requiredOption('--reason <text>', 'the requester reads it')
    .action(async (id: string, options: DecideOptions & { keeper: string; reason: string }) => {
      const { steward, key } = await readStewardKey(options.key);
      const grant = parseId('grant', id);
      const { reason } = options;
      const order = await signOrder(
        { kind: 'revokeGrant', steward, grant, reason },
        key,
        systemClock,
      );
      // The keeper first: it alone can stop a release that runs.
      await createKeeperClient({ baseUrl: options.keeper }).revokeGrant({ body: { order } });
      const vault = createVaultClient({ baseUrl: options.vault, key });
      const params = { grant };
      const { signed, state } = await vault.getGrant({ params });
      const row =
        state === 'pending'
          ? await vault.denyGrant({
              params,
              body: {
                denial: await denyWithKey(
                  await verifyGrant(signed, systemClock.nowMs()),
                  steward,
                  reason,
                  key,
                  systemClock,
                ),
              },
            })
          : await vault.revokeGrant({ params, body: { order } });
      output.answer({ grant, state: row.state }, `${grant} is ${row.state}.`);
    });

  verb
    .command('status')
    .argument('[grant]')
    .description('what became of a grant, or of all that you may see')
    .addOption(vaultUrl())
    .addOption(keyFile('a researcher or steward'))
    .action(async (id: string | undefined, options: DecideOptions) => {
      const { key } = await readPersonKey(options.key);
      const vault = createVaultClient({ baseUrl: options.vault, key });
      const rows =
        id === undefined
          ? (await vault.listGrants()).grants
          : [await vault.getGrant({ params: { grant: parseId('grant', id) } })];
      for (const row of rows) {
        const { grant, state, purpose, program, reach, released, expiresAt, approvedBy } = row;
        output.answer(
          { grant, state, purpose, program, reach, released, expiresAt, approvedBy },
          `${grant}  ${state}  ${purpose}  ${released.segments} of ${reach.segments} segments released  until ${expiresAt}`,
        );
      }
    });
};

/** What a draft holds, from the options. Without one, the four that name the wish are needed. */
function toWish(options: RequestOptions, command: Command): GrantDraft {
  const { program, purpose, tier, reason } = options;
  if (
    program === undefined ||
    purpose === undefined ||
    tier === undefined ||
    reason === undefined
  ) {
    return command.error('Give --draft, or --program, --purpose, --tier and --reason.');
  }
  return {
    program: parseId('program', program),
    purpose,
    reason,
    tiers: tier,
    filter: {
      contributors: options.contributor?.map((id) => parseId('contributor', id)) ?? null,
      sessions: options.session?.map((id) => parseId('session', id)) ?? null,
      apps: options.app ?? null,
      from: options.from ?? null,
      until: options.until ?? null,
    },
    days: options.days,
    quota: { segments: options.segments, bytes: options.bytes },
  };
}

/** What a steward must read before they sign it; the researcher wrote part of it. */
function grantToText(grant: Grant): string {
  const { filter, quota, requester } = grant;
  const names = [
    ...(filter.contributors ?? []),
    ...(filter.sessions ?? []),
    ...(filter.apps ?? []),
  ];
  return [
    `${grant.grant}: ${requester.researcher} asks for ${grant.tiers.join(', ')} of ${grant.program}`,
    `for ${grant.purpose}: ${grant.reason}`,
    `${names.length === 0 ? 'of everybody' : `only ${names.join(', ')}`}, from ${filter.from ?? 'the beginning'} until ${filter.until ?? 'now'}`,
    `at most ${quota.segments} segments and ${quota.bytes} bytes, until ${grant.expiresAt}`,
  ]
    .map((line) => `  ${toOneLine(line)}`)
    .join('\n');
}
