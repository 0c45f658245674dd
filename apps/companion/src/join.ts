/**
 * Whom this device trusts and where it sends: the operator's `join.json`,
 * kept as `config.json`. Public data only. Everything that comes from the
 * network is checked against these keys, never the other way round.
 */
import { parsePublicJwk, type PublicJwk } from '@understudy/consent';
import { isId, type StewardId } from '@understudy/base';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';

const jwk = z.unknown().transform((value): PublicJwk => parsePublicJwk(value));

const webAddress = z.url({ protocol: /^https?$/ });
const isWebAddress = (text: string): boolean => webAddress.safeParse(text).success;

const joinSchema = z
  .looseObject({
    vault: webAddress,
    /** Or several of one deployment, separated by commas: the next is asked where one is away. */
    keeper: z.string().refine((addresses) => addresses.split(',').every(isWebAddress)),
    stewards: z
      .array(
        z.object({
          steward: z.custom<StewardId>((value) => isId('steward', value)),
          publicJwk: jwk,
        }),
      )
      .min(1),
    keeperKeys: z.array(jwk).min(1),
    logKey: z.string().optional(),
    witnessKeys: z.array(z.string()).optional(),
  })
  // Without it a device would take any key that it is sent: for one machine alone, while developing.
  .refine(
    ({ logKey, vault, keeper }) =>
      logKey !== undefined || [vault, ...keeper.split(',')].every(isLocal),
    {
      path: ['logKey'],
    },
  );

function isLocal(url: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

export type Join = z.infer<typeof joinSchema>;

/** Takes a join file into the home. @throws CompanionError `badHome` with every bad path. */
export async function joinFromFile(home: Home, file: string): Promise<Join> {
  return joinFromText(home, await readTextIfThere(file).catch(() => null), file);
}

/**
 * Takes the text of a join file into the home; `file` is what errors call it.
 * @throws CompanionError `badHome` with every bad path.
 */
export async function joinFromText(home: Home, text: string | null, file: string): Promise<Join> {
  const join = parseJoin(text, file);
  await writeFileAtomic(paths.config(home), `${JSON.stringify(join, null, 2)}\n`);
  return join;
}

/** Whether the folder is a home that has joined a vault. */
export async function hasJoined(dir: string): Promise<boolean> {
  return (await readTextIfThere(paths.config({ dir }))) !== null;
}

/** @throws CompanionError `vaultUnknown` where the home has not joined anything. */
export async function readJoin(home: Home): Promise<Join> {
  const text = await readTextIfThere(paths.config(home));
  if (text === null) {
    throw new CompanionError({
      code: 'vaultUnknown',
      message: `${home.dir} has not joined a vault.`,
      remedy: 'Get join.json from your operator and run: understudy record --join FILE',
    });
  }
  return parseJoin(text, paths.config(home));
}

function parseJoin(text: string | null, file: string): Join {
  let json: unknown;
  try {
    if (text !== null) json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const parsed = joinSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || 'all of it').join(', ');
  throw new CompanionError({
    code: 'badHome',
    message: `${file} is no join file (wrong: ${wrong}).`,
    remedy: 'Get join.json from your operator again.',
  });
}
