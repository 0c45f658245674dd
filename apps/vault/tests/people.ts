/** The people of a vault under test, and the file that says whose keys count. */
import {
  createId,
  systemClock,
  systemRandom,
  type ResearcherId,
  type StewardId,
} from '@understudy/base';
import { generateSigningKey, type SigningKey } from '@understudy/consent';

export type Keys = {
  readonly stewards: readonly [
    { readonly id: StewardId; readonly key: SigningKey },
    { readonly id: StewardId; readonly key: SigningKey },
  ];
  readonly researcher: { readonly id: ResearcherId; readonly key: SigningKey };
  readonly operator: { readonly key: SigningKey };
};

export async function createPeople(): Promise<Keys> {
  const steward = async () => ({
    id: createId('steward', systemClock, systemRandom),
    key: await generateSigningKey(),
  });
  return {
    stewards: [await steward(), await steward()],
    researcher: {
      id: createId('researcher', systemClock, systemRandom),
      key: await generateSigningKey(),
    },
    operator: { key: await generateSigningKey() },
  };
}

export function peopleToTrust({ stewards, researcher, operator }: Keys) {
  return {
    stewards: stewards.map(({ id, key }) => ({ steward: id, publicJwk: key.publicJwk })),
    researchers: [{ researcher: researcher.id, publicJwk: researcher.key.publicJwk }],
    operators: [{ publicJwk: operator.key.publicJwk }],
  };
}
