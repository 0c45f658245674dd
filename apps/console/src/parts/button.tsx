import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import classes from './button.module.css';

export type ButtonLook = 'primary' | 'quiet' | 'danger' | 'dangerQuiet';

/** For a link that looks like a button: it goes somewhere, and does nothing yet. */
export const buttonClass = (look: ButtonLook): string => `${classes['button']} ${classes[look]}`;

/** One press, one act. `danger` is for what cannot be taken back, `dangerQuiet` for what asks once more before it. */
export function Button({
  look = 'quiet',
  ...props
}: Omit<ComponentProps<typeof BaseButton>, 'className'> & { readonly look?: ButtonLook }) {
  // What is disabled while its act is under way keeps the focus.
  return <BaseButton focusableWhenDisabled {...props} className={buttonClass(look)} />;
}
