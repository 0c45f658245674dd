import { Card } from '../parts/card.tsx';
import { Table } from '../parts/table.tsx';
import { strings } from '../strings/strings.ts';
import type { VaultStatus } from '../vault/vault.ts';
import { instantToWords } from '../words/words.ts';

const text = strings.steward.safe;

/** Who outside the operator's control has confirmed how much of the log. */
export function WitnessesCard({ status }: { readonly status: VaultStatus }) {
  const size = status.keeper?.logSize ?? 0;
  return (
    <Card heading={text.witnessesHeading}>
      {status.witnesses.length === 0 ? (
        <p>{text.witnessesEmpty}</p>
      ) : (
        <Table
          caption={text.witnessesHeading}
          rows={status.witnesses}
          keyOf={({ name }) => name}
          columns={[
            { heading: text.witnessColumns.name, cell: ({ name }) => name },
            {
              heading: text.witnessColumns.size,
              cell: ({ cosignedSize }) => text.witnessSize(cosignedSize, size),
            },
            {
              heading: text.witnessColumns.at,
              cell: ({ at }) => (at === null ? '–' : instantToWords(at)),
            },
          ]}
        />
      )}
    </Card>
  );
}
