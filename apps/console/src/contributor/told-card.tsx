/** On the first page: that stewards told this person of an incident lately, and the way to what they said; or that nobody knows whether they did. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Answer } from '../parts/answer.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import { instantToWords } from '../words/words.ts';
import { noticesQuery } from './companion.ts';

const text = strings.contributor.now;

/** Older ones stay under My data; here they would be seen no more for being there always. */
const lateMs = 30 * 86_400_000;

/** This page stays open beside the work. */
const everyMs = 5 * 60_000;

/** @param show what happened stands above all else; that it is not known waits below, for it comes late and must not push away what is about to be pressed. */
export function ToldCard({ show }: { readonly show: 'told' | 'unknown' }) {
  const query = useQuery({ ...noticesQuery, refetchInterval: everyMs });
  const latest = Math.max(...(query.data ?? []).map(({ sentAt }) => Date.parse(sentAt)));
  const isTold = Date.now() - latest < lateMs;
  // Being asked once more, what has failed is no error any more.
  const isUnknown = query.isError || (query.isPending && query.errorUpdateCount > 0);
  if (show === 'told' ? !isTold : isTold || !isUnknown) return null;
  return (
    <Card heading={isTold ? text.told : text.toldUnknown}>
      <Answer query={query} empty={text.toldNone} isEmpty={() => !isTold}>
        {() => (
          <>
            <p>{text.toldAt(instantToWords(new Date(latest).toISOString()))}</p>
            <div className="acts">
              <Link className={buttonClass('quiet')} to="/data">
                {text.readNotice}
              </Link>
            </div>
          </>
        )}
      </Answer>
    </Card>
  );
}
