/** What the researcher signed, in words: who reads what, how much of it, what for, how long. */
import { useQuery } from '@tanstack/react-query';
import { tiers, type Tier } from '@understudy/base';
import { verifyGrant } from '@understudy/consent';
import { Answer } from '../parts/answer.tsx';
import { Facts } from '../parts/facts.tsx';
import { ShortId } from '../parts/short-id.tsx';
import { strings } from '../strings/strings.ts';
import { catalogueQuery, type GrantRow } from '../vault/vault.ts';
import {
  bytesToWords,
  countToWords,
  dayToWords,
  hoursToWords,
  instantToWords,
} from '../words/words.ts';
import classes from './grant-words.module.css';

const text = strings.steward.grant;
const { tiers: tierWords, purposes } = strings.contributor.consent;

export function GrantWords({ row }: { readonly row: GrantRow }) {
  // The signed request itself, so that no vault can put other words before an approver.
  const grant = useQuery({
    queryKey: ['signed-grant', row.hash],
    queryFn: () => verifyGrant(row.signed, Date.now()),
    staleTime: Infinity,
  });
  const catalogue = useQuery(catalogueQuery);
  return (
    <Answer query={grant} empty="">
      {(grant) => {
        const program = catalogue.data?.find((known) => known.program === grant.program);
        const { filter } = grant;
        return (
          <>
            <h3>
              {text.sentence(
                tierWords[highestTier(grant.tiers)].name,
                program?.title ?? grant.program,
              )}
            </h3>
            <blockquote className={classes['reason']}>{grant.reason}</blockquote>
            <Facts
              facts={[
                [text.facts.purpose, purposes[grant.purpose] ?? grant.purpose],
                [text.facts.who, <ShortId key="who" id={grant.requester.researcher} />],
                [
                  text.facts.reach,
                  text.reach(row.reach.people, row.reach.sessions, hoursToWords(row.reach.hours)),
                ],
                [text.facts.apps, filter.apps === null ? text.everyApp : filter.apps.join(', ')],
                [text.facts.period, text.period(dayOrOpen(filter.from), dayOrOpen(filter.until))],
                [
                  text.facts.most,
                  text.most(countToWords(grant.quota.segments), bytesToWords(grant.quota.bytes)),
                ],
                [text.facts.until, instantToWords(grant.expiresAt)],
              ]}
            />
            {(filter.contributors !== null || filter.sessions !== null) && (
              <p>{text.chosen(filter.contributors?.length ?? 0, filter.sessions?.length ?? 0)}</p>
            )}
          </>
        );
      }}
    </Answer>
  );
}

/** In whatever order they stand: a grant reaches what was recorded up to the highest. */
const highestTier = (granted: readonly Tier[]): Tier =>
  tiers.findLast((tier) => granted.includes(tier)) ?? 'motion';

const dayOrOpen = (at: string | null): string | null => (at === null ? null : dayToWords(at));
