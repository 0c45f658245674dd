/** What every row says of the session that it comes from. */
import type { SessionHeader } from '@understudy/recording';
import type { Profile } from '../profile.ts';

export interface RowOrigin {
  readonly session: string;
  readonly program?: string;
  readonly receipt?: string;
  readonly foreign?: string;
  readonly profile: string;
}

export function rowOrigin({ session, origin }: SessionHeader, profile: Profile): RowOrigin {
  return {
    session,
    ...(origin.kind === 'consented'
      ? { program: origin.program, receipt: origin.receipt }
      : { foreign: origin.recorder }),
    profile: `${profile.name}/${profile.version}`,
  };
}
