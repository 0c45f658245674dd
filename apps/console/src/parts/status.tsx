/** A state in one word, with a shape of its own, so that colour carries nothing alone. */
import classes from './status.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral';

const shapes = { good: '●', warn: '▲', bad: '■', neutral: '○' } as const satisfies Record<
  Tone,
  string
>;

export function Status({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`${classes['status']} ${classes[tone]}`}>
      <span aria-hidden="true">{shapes[tone]}</span>
      {children}
    </span>
  );
}
