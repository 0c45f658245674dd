import { useQuery } from '@tanstack/react-query';
import type { CompanionProgram } from '@understudy/protocol';
import { Answer } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { Table } from '../../parts/table.tsx';
import { strings } from '../../strings/strings.ts';
import { programsQuery } from '../companion.ts';

const text = strings.contributor.cover.programs;
const { pixels } = strings.contributor.cover.areas;

interface ProgramRule {
  readonly program: string;
  readonly kind: string;
  readonly rule: string;
}

/** What programs cover in every recording for them: to be read, not changed. */
export function ProgramRulesCard() {
  const programs = useQuery(programsQuery);
  return (
    <Card heading={text.heading}>
      <p className="note">{text.note}</p>
      <Answer
        query={programs}
        empty={text.empty}
        isEmpty={({ programs }) => programs.every((program) => toRows(program).length === 0)}
      >
        {({ programs }) => (
          <Table
            caption={text.heading}
            rows={programs.flatMap(toRows)}
            keyOf={(row) => JSON.stringify(row)}
            columns={[
              { heading: text.columns.program, cell: ({ program }) => program },
              { heading: text.columns.kind, cell: ({ kind }) => kind },
              { heading: text.columns.rule, cell: ({ rule }) => rule },
            ]}
          />
        )}
      </Answer>
    </Card>
  );
}

function toRows({ title: program, alwaysCover }: CompanionProgram): readonly ProgramRule[] {
  if (alwaysCover === null) return [];
  const { terms, patterns, areas } = alwaysCover;
  return [
    ...terms.map((rule) => ({ program, kind: text.kinds.term, rule })),
    ...patterns.map(({ name, pattern }) => ({
      program,
      kind: text.kinds.pattern,
      rule: text.patternText(name, pattern),
    })),
    ...areas.map(({ app, x, y, width, height }) => ({
      program,
      kind: text.kinds.area,
      rule: text.areaText(app, pixels(x, y), pixels(width, height)),
    })),
  ];
}
