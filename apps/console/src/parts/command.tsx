import { Fragment, useState } from 'react';
import { strings } from '../strings/strings.ts';
import { Button } from './button.tsx';
import classes from './command.module.css';

const text = strings.researcher.grants;

/** A command line, ready to be copied. `label`: null where the one before it says all. */
export function Command({
  label,
  command,
}: {
  readonly label: string | null;
  readonly command: string;
}) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={classes['command']}>
      {label !== null && <p>{label}</p>}
      <div className={classes['line']}>
        <code>
          {command.split(' ').map((word, place) => (
            // An option breaks before its hyphens, never within them.
            <Fragment key={`${place} ${word}`}>
              {place > 0 && ' '}
              <span>{word}</span>
            </Fragment>
          ))}
        </code>
        <Button
          onClick={() => {
            void navigator.clipboard.writeText(command).then(() => setCopied(true));
          }}
        >
          {copied ? text.copied : text.copy}
        </Button>
      </div>
    </div>
  );
}
