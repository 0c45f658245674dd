/** A pseudonym as people compare it: its end, with the whole of it at hand. */
import classes from './short-id.module.css';

const shownLength = 6;

export function ShortId({ id }: { readonly id: string }) {
  return (
    <abbr className={classes['id']} title={id}>
      …{id.slice(-shownLength)}
    </abbr>
  );
}
