/** On the first page: that stewards told this person of an incident lately, and the way to what they said. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
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

export function ToldCard() {
  const { data: notices = [] } = useQuery({ ...noticesQuery, refetchInterval: everyMs });
  const latest = Math.max(...notices.map(({ sentAt }) => Date.parse(sentAt)));
  if (!(Date.now() - latest < lateMs)) return null;
  return (
    <Card heading={text.told}>
      <p>{text.toldAt(instantToWords(new Date(latest).toISOString()))}</p>
      <div className="acts">
        <Link className={buttonClass('quiet')} to="/data">
          {text.readNotice}
        </Link>
      </div>
    </Card>
  );
}
