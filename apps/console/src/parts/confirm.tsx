/** An act that asks once more, in words, and may want a reason. Escape and "Not now" do nothing. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useId, useState, type ReactNode } from 'react';
import { strings } from '../strings/strings.ts';
import { Button, type ButtonLook } from './button.tsx';
import classes from './confirm.module.css';

export interface ConfirmProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly heading: string;
  readonly children: ReactNode;
  readonly act: string;
  readonly look?: ButtonLook;
  /** Given: the act needs a reason, and this is its label. */
  readonly reasonLabel?: string;
  readonly busy?: boolean;
  readonly onAct: (reason: string) => void;
}

export function Confirm(props: ConfirmProps) {
  const [reason, setReason] = useState('');
  const id = useId();
  const missing = props.reasonLabel !== undefined && reason.trim() === '';
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={classes['backdrop']} />
        <AlertDialog.Popup className={classes['popup']}>
          <AlertDialog.Title>{props.heading}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className={classes['text']}>
            {props.children}
          </AlertDialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!missing) props.onAct(reason.trim());
            }}
          >
            {props.reasonLabel !== undefined && (
              <div className={classes['field']}>
                <label htmlFor={id}>{props.reasonLabel}</label>
                <textarea
                  id={id}
                  rows={2}
                  maxLength={500}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              </div>
            )}
            <div className={classes['acts']}>
              <Button type="button" onClick={props.onClose}>
                {strings.confirm.notNow}
              </Button>
              <Button
                type="submit"
                look={props.look ?? 'primary'}
                disabled={missing || props.busy === true}
              >
                {props.act}
              </Button>
            </div>
          </form>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
