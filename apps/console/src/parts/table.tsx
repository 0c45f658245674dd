/** Rows of one kind. On narrow screens each row becomes a card with its column names. */
import type { ReactNode } from 'react';
import classes from './table.module.css';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
}

export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
  dense = false,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** On narrow screens a row is a line, whose values speak for themselves. */
  readonly dense?: boolean;
}) {
  return (
    <table className={classes['table']} data-dense={dense}>
      <caption className={classes['caption']}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ heading, align }) => (
            <th key={heading} scope="col" data-align={align}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ heading, cell, align }) => (
              <td key={heading} data-heading={heading} data-align={align}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
