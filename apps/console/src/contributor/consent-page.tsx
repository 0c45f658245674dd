/**
 * The whole question in plain words, and the answer. Nothing is ticked before
 * the contributor ticks it; declining is one press and is remembered.
 */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { CompanionProgram } from '@understudy/protocol';
import { Answer } from '../parts/answer.tsx';
import { Card } from '../parts/card.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { dayToWords } from '../words/words.ts';
import { allowedToWords } from './allowed.ts';
import { programsQuery } from './companion.ts';
import { ConsentForm } from './consent-form.tsx';

const text = strings.contributor.consent;

export function ConsentPage() {
  const { program } = useParams({ strict: false });
  const programs = useQuery(programsQuery);
  return (
    <Answer query={programs} empty="">
      {({ programs }) => {
        const found = programs.find((offered) => offered.program === program);
        if (found === undefined) {
          return <Page heading={strings.missing.heading}>{strings.missing.lead}</Page>;
        }
        return (
          <Page heading={found.title}>
            <Question program={found} />
            <ConsentForm program={found} />
          </Page>
        );
      }}
    </Answer>
  );
}

function Question({ program }: { readonly program: CompanionProgram }) {
  return (
    <div className="columns">
      <Card heading={text.who}>
        <p>{program.controller}</p>
      </Card>
      <Card heading={text.purpose}>
        <p>{program.purposeText}</p>
        <ul>
          {program.purposes.map((purpose) => (
            <li key={purpose}>{text.purposes[purpose] ?? purpose}</li>
          ))}
        </ul>
        <p>{text.never}</p>
      </Card>
      <Card heading={text.apps}>
        <ul>
          {program.apps.map((allowed) => (
            <li key={allowed.app}>{allowedToWords(allowed)}</li>
          ))}
        </ul>
        <p className="note">{text.appsNote}</p>
      </Card>
      <Card heading={text.until}>
        <p>{text.untilText(dayToWords(program.endsAt), program.retentionDays)}</p>
        <p>
          {text.region}: {program.region}
        </p>
      </Card>
      <Card heading={text.readers}>
        <p>{text.readersText}</p>
      </Card>
      <Card heading={text.undo}>
        <p>{text.undoText}</p>
      </Card>
    </div>
  );
}
