/** One example screen, and what each tier keeps of it. */
import { tierReaches, type Tier } from '@understudy/base';
import { strings } from '../strings/strings.ts';
import classes from './tier-picture.module.css';

const { example } = strings.contributor.consent;

export function TierPicture({ tier }: { readonly tier: Tier }) {
  const actions = tierReaches(tier, 'actions');
  const text = tierReaches(tier, 'text');
  const screen = tierReaches(tier, 'screen');
  return (
    <svg
      viewBox="0 0 240 140"
      className={classes['picture']}
      role="img"
      aria-label={strings.contributor.consent.tiers[tier].keeps}
    >
      <rect
        x="1"
        y="1"
        width="238"
        height="138"
        rx="6"
        className={classes[screen ? 'window' : 'void']}
      />
      {screen && <rect x="1" y="1" width="238" height="18" rx="6" className={classes['bar']} />}
      {actions && (
        <>
          <rect x="20" y="44" width="120" height="22" rx="3" className={classes['control']} />
          <rect x="160" y="100" width="60" height="24" rx="3" className={classes['control']} />
        </>
      )}
      {screen && (
        <>
          <text x="20" y="38" className={classes['label']}>
            {example.label}
          </text>
          <rect x="20" y="80" width="100" height="10" className={classes['covered']} />
          <rect x="20" y="98" width="70" height="10" className={classes['covered']} />
        </>
      )}
      {text && (
        <>
          <text x="26" y="59" className={classes['typed']}>
            {example.typed}
          </text>
          <text x="170" y="116" className={classes['typed']}>
            {example.button}
          </text>
        </>
      )}
      <path d="M12 128 C 50 124, 96 88, 128 56 S 168 92, 212 114" className={classes['path']} />
      <circle cx="128" cy="56" r="4" className={classes['click']} />
      <circle cx="212" cy="114" r="4" className={classes['click']} />
    </svg>
  );
}
