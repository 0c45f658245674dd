import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import classes from './button.module.css';

export type ButtonLook = 'primary' | 'quiet' | 'danger';

/** One press, one act. `danger` is for what cannot be taken back. */
export function Button({
  look = 'quiet',
  ...props
}: Omit<ComponentProps<typeof BaseButton>, 'className'> & { readonly look?: ButtonLook }) {
  return <BaseButton {...props} className={`${classes['button']} ${classes[look]}`} />;
}
