import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { strings } from '../strings/strings.ts';
import { noticeToWords } from '../words/notice-words.ts';
import { instantToWords } from '../words/words.ts';
import { noticesQuery } from './companion.ts';
import classes from './notices-card.module.css';

const text = strings.contributor.data;

/** What the stewards had to tell this person about an incident. */
export function NoticesCard() {
  const notices = useQuery(noticesQuery);
  return (
    <Card heading={text.noticesHeading}>
      <Answer query={notices} empty={text.noticesEmpty}>
        {(rows) => (
          <ul>
            {rows.map((notice) => (
              <li key={notice.incident}>
                <strong>{instantToWords(notice.sentAt)}</strong>
                <p className={classes['text']}>{noticeToWords(notice.text)}</p>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Card>
  );
}
