/** One program to try things with, published by the first steward of a development home; once. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { issueProgram, verifyProgram } from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { readStewardKey } from '../person-key.ts';
import type { DevelopmentHome } from './development-home.ts';

const dayMs = 86_400_000;

/**
 * @param desk the origin of the practice desk, where one runs
 * @returns whether work at the desk can be recorded: a program of an earlier start may not list it
 */
export async function publishExample(
  vaultUrl: string,
  people: Pick<DevelopmentHome, 'stewards' | 'stewardFiles'>,
  desk: string | null,
): Promise<boolean> {
  const [stewardFile] = people.stewardFiles;
  const { steward, key } = await readStewardKey(stewardFile);
  const vault = createVaultClient({ baseUrl: vaultUrl, key });
  const { programs } = await vault.listPrograms();
  if (programs.length > 0) {
    const known = await Promise.all(
      programs
        .filter(({ state }) => state === 'open')
        .map(({ signed }) =>
          // One that cannot be verified lists nothing; devices refuse it, too.
          verifyProgram(signed, people.stewards, systemClock.nowMs()).catch(() => null),
        ),
    );
    return known.some((program) =>
      program?.apps.some(
        (app) => app.kind === 'sites' && desk !== null && app.origins.includes(desk),
      ),
    );
  }
  const program = createId('program', systemClock, systemRandom);
  const nowMs = systemClock.nowMs();
  const signed = await issueProgram(
    {
      program,
      title: 'Example: order desk and text editing',
      controller: 'You, on this machine',
      purposes: ['agentTraining'],
      purposeText:
        'To try Understudy: how you work at a practice desk and edit text becomes training data that stays on this machine.',
      apps: [
        { kind: 'app', app: 'mousepad' },
        { kind: 'app', app: 'gedit' },
        { kind: 'app', app: 'org.gnome.texteditor' },
        ...(desk === null
          ? []
          : (['chromium', 'firefox'] as const).map(
              (app) => ({ kind: 'sites', app, origins: [desk] }) as const,
            )),
      ],
      tiers: ['motion', 'actions', 'text', 'screen'],
      region: 'this machine',
      retentionDays: 30,
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + 365 * dayMs).toISOString(),
      steward,
    },
    key,
    systemClock,
  );
  await vault.publishProgram({ params: { program }, body: { signed } });
  return desk !== null;
}
