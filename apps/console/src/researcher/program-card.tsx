/** A program as a researcher weighs it: how much there is of what, from whom, under which terms. */
import type { ReactNode } from 'react';
import { Card } from '../parts/card.tsx';
import { Facts } from '../parts/facts.tsx';
import { Status } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import type { CatalogueProgram } from '../vault/vault.ts';
import { actionCountsToWords } from '../words/action-counts.ts';
import { countToWords, dayToWords, hoursToWords } from '../words/words.ts';

const text = strings.researcher.catalogue;
const { tiers: tierWords, purposes: purposeWords } = strings.contributor.consent;

export function ProgramCard({
  program,
  children,
}: {
  readonly program: CatalogueProgram;
  readonly children: ReactNode;
}) {
  return (
    <Card
      heading={program.title}
      aside={
        <Status tone={program.state === 'open' ? 'good' : 'neutral'}>
          {text.states[program.state]}
        </Status>
      }
    >
      <p className="note">{program.controller}</p>
      <Facts
        facts={[
          [text.people, countToWords(program.people)],
          [text.sessions, countToWords(program.sessions)],
          [text.hours, hoursToWords(program.hours)],
          [text.until, dayToWords(program.endsAt)],
          [text.kept, text.keptText(program.region, program.retentionDays)],
          [text.licence, program.licence ?? text.noLicence],
          [text.tiers, program.tiers.map((tier) => tierWords[tier].name).join(', ')],
          [text.apps, program.apps.join(', ')],
          [text.purposes, program.purposes.map((name) => purposeWords[name] ?? name).join(', ')],
          [
            text.actions,
            program.actions === null ? text.untold : actionCountsToWords(program.actions),
          ],
          [text.quality, qualityToWords(program.quality)],
        ]}
      />
      {program.staleDatasets > 0 && (
        <p>
          <Status tone="warn">{strings.researcher.datasets.stale}</Status>{' '}
          {text.staleText(program.staleDatasets)}
        </p>
      )}
      <div className="acts">{children}</div>
    </Card>
  );
}

function qualityToWords(quality: CatalogueProgram['quality']): string {
  if (quality === null) return text.untold;
  if (quality.length === 0) return text.unchecked;
  return quality
    .map(({ verdict, sessions }) => text.qualityText(text.qualities[verdict] ?? verdict, sessions))
    .join(', ');
}
