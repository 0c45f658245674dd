import { useQuery } from '@tanstack/react-query';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Page } from '../parts/page.tsx';
import { Status } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import { grantsQuery, type GrantRow } from '../vault/vault.ts';
import { hoursToWords, instantToWords } from '../words/words.ts';

const text = strings.researcher.grants;
const words = strings.steward.grant;

/** Where each request stands; an approved one comes with the command that fetches it. */
export function MyGrantsPage() {
  const grants = useQuery(grantsQuery);
  return (
    <Page heading={text.heading} lead={text.lead}>
      <Answer query={grants} empty={text.empty}>
        {(rows) => rows.map((grant) => <MyGrant key={grant.grant} grant={grant} />)}
      </Answer>
    </Page>
  );
}

function MyGrant({ grant }: { readonly grant: GrantRow }) {
  const { people, sessions, hours } = grant.reach;
  return (
    <Card
      heading={grant.programTitle}
      aside={
        <Status tone={grant.state === 'approved' ? 'good' : 'neutral'}>
          {words.states[grant.state]}
        </Status>
      }
    >
      <p className="note">{strings.contributor.consent.purposes[grant.purpose] ?? grant.purpose}</p>
      <p>{grant.reason}</p>
      <p>
        {words.reachSentence(words.reach(people, sessions, hoursToWords(hours)))}{' '}
        {words.until(instantToWords(grant.expiresAt))}
      </p>
      {grant.state === 'pending' && (
        <p>
          {words.approvals(grant.approvedBy.length)}. {text.waiting}
        </p>
      )}
      {grant.denial !== null && <p>{words.deniedBy(grant.denial.reason)}</p>}
      {grant.state === 'approved' && sessions === 0 && <p role="status">{text.nothingLeft}</p>}
      {grant.state === 'approved' && sessions > 0 && (
        <Command
          label={text.command}
          command={`understudy export --grant ${grant.grant} --vault ${location.origin} --key FILE --format agentnet --out dataset`}
        />
      )}
    </Card>
  );
}
