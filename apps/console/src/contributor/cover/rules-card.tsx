/** The rules of one kind: what there is, each with a way out that asks once more, and a form for the next. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CoverRule } from '@understudy/protocol';
import { useState, type ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Table, type Column } from '../../parts/table.tsx';
import { strings } from '../../strings/strings.ts';
import { companion, coverQuery } from '../companion.ts';
import classes from './rules-card.module.css';

const text = strings.contributor.cover;

export function RulesCard<Row>({
  words,
  rows,
  columns,
  toRule,
  nameOf,
  draft,
  onAdded,
  children,
}: {
  readonly words: { readonly heading: string; readonly note: string; readonly empty: string };
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly toRule: (row: Row) => CoverRule;
  /** How its way out names it. */
  readonly nameOf: (row: Row) => string;
  /** What the form holds; null while something is missing. */
  readonly draft: Row | null;
  readonly onAdded: () => void;
  /** The fields of the form. */
  readonly children: ReactNode;
}) {
  const [asked, setAsked] = useState<Row | null>(null);
  const add = useChange('addCover', onAdded);
  const remove = useChange('removeCover', () => setAsked(null));
  return (
    <Card heading={words.heading}>
      <p className="note">{words.note}</p>
      {rows.length === 0 ? (
        <p>{words.empty}</p>
      ) : (
        <Table
          caption={words.heading}
          rows={rows}
          keyOf={(row) => JSON.stringify(row)}
          columns={[
            ...columns,
            {
              heading: text.act,
              align: 'end',
              cell: (row) => (
                <Button aria-label={text.removeOf(nameOf(row))} onClick={() => setAsked(row)}>
                  {text.remove}
                </Button>
              ),
            },
          ]}
        />
      )}
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft !== null) add.mutate(toRule(draft));
        }}
      >
        {children}
        <Button type="submit" disabled={draft === null || add.isPending}>
          {text.add}
        </Button>
      </form>
      <Failure error={add.error ?? remove.error} />
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        heading={text.removeHeading}
        act={text.remove}
        look="danger"
        busy={remove.isPending}
        onAct={() => asked !== null && remove.mutate(toRule(asked))}
      >
        {asked !== null && text.removeText(nameOf(asked))}
      </Confirm>
    </Card>
  );
}

/** Answered with all rules as they are then. */
function useChange(route: 'addCover' | 'removeCover', onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rule: CoverRule) => companion.call(route, { body: rule }),
    onSuccess: (rules) => {
      queries.setQueryData(coverQuery.queryKey, rules);
      onDone();
    },
  });
}
