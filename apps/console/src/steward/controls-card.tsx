import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Status } from '../parts/status.tsx';
import { strings } from '../strings/strings.ts';
import type { VaultStatus } from '../vault/vault.ts';
import { instantToWords } from '../words/words.ts';
import classes from './controls-card.module.css';

const text = strings.steward.safe;
const freshMs = 24 * 3_600_000;

/** What the last control report found, how old it is, and each control by name. */
export function ControlsCard({ status }: { readonly status: VaultStatus }) {
  const { report } = status;
  if (report === null) {
    return (
      <Card
        heading={text.controlsHeading}
        aside={<Status tone="warn">{text.controlsMissing}</Status>}
      >
        <Command label={text.controlsNone} command={text.verify(location.origin)} />
      </Card>
    );
  }
  const failed = report.controls.filter(({ green }) => !green);
  const held = report.controls.filter(({ green }) => green);
  const stale = Date.now() - new Date(report.at).getTime() > freshMs;
  return (
    <Card
      heading={text.controlsHeading}
      aside={
        <div className="acts">
          <Status tone={report.green ? 'good' : 'bad'}>
            {report.green ? text.controlsGreen : text.controlsRed}
          </Status>
          {stale && <Status tone="warn">{text.controlsStale}</Status>}
        </div>
      }
    >
      <p>{text.controlsAt(instantToWords(report.at))}</p>
      <Controls controls={failed} />
      {held.length > 0 && (
        <details>
          <summary>{text.heldCount(held.length, report.controls.length)}</summary>
          <Controls controls={held} />
        </details>
      )}
    </Card>
  );
}

type Control = NonNullable<VaultStatus['report']>['controls'][number];

function Controls({ controls }: { readonly controls: readonly Control[] }) {
  if (controls.length === 0) return null;
  return (
    <ul className={classes['controls']}>
      {controls.map(({ name, green }) => (
        <li key={name}>
          <Status tone={green ? 'good' : 'bad'}>{green ? text.held : text.failed}</Status>
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
