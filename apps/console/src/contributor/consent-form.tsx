import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tiers, type Tier } from '@understudy/base';
import type { CompanionProgram } from '@understudy/protocol';
import { useState } from 'react';
import { Button, buttonClass } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Failure } from '../parts/failure.tsx';
import { strings } from '../strings/strings.ts';
import { companion, programsQuery, receiptsQuery } from './companion.ts';
import classes from './consent-form.module.css';
import { inBrowser, standsOn } from './host.ts';
import { saveText } from '../parts/save.ts';
import { TierPicture } from './tier-picture.tsx';

const text = strings.contributor.consent;

/** The answer: a tier that the person picks, and yes or no. */
export function ConsentForm({ program }: { readonly program: CompanionProgram }) {
  const queries = useQueryClient();
  const [tier, setTier] = useState<Tier | null>(null);
  const settled = () =>
    Promise.all(
      [programsQuery, receiptsQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
    );
  const params = { program: program.program };
  const consent = useMutation({
    mutationFn: async (chosen: Tier) => {
      await standsOn().permit(program, chosen);
      return companion.call('giveConsent', { params, body: { tier: chosen } });
    },
    onSettled: settled,
  });
  const decline = useMutation({
    mutationFn: () => companion.call('decline', { params }),
    onSettled: settled,
  });

  if (program.state === 'ended') return <p>{text.ended}</p>;
  if (program.state === 'notYet') return <p>{text.notYet}</p>;
  if (program.consent.kind === 'live') return <LiveConsent program={program} />;
  return (
    <Card heading={text.tierHeading}>
      {program.consent.kind === 'declined' && <p role="status">{text.declined}</p>}
      <RadioGroup
        className={classes['tiers'] ?? ''}
        aria-label={text.tierHeading}
        value={tier ?? ''}
        onValueChange={(value) => setTier(tiers.find((name) => name === value) ?? null)}
      >
        {tiers
          .filter((name) => program.tiers.includes(name))
          .map((name) => (
            <label key={name} className={classes['tier']}>
              <span className={classes['choice']}>
                <Radio.Root value={name} className={classes['radio']}>
                  <Radio.Indicator className={classes['dot']} />
                </Radio.Root>
                <strong>{text.tiers[name].name}</strong>
              </span>
              <TierPicture tier={name} />
              <span>{text.tiers[name].text}</span>
            </label>
          ))}
      </RadioGroup>
      <div className="acts">
        <Button
          look="primary"
          disabled={tier === null || consent.isPending}
          onClick={() => tier !== null && consent.mutate(tier)}
        >
          {text.agree}
        </Button>
        <Button disabled={decline.isPending} onClick={() => decline.mutate()}>
          {text.decline}
        </Button>
        {tier === null && <span className="note">{text.choose}</span>}
      </div>
      {inBrowser() && tier !== null && (
        <p className="note">{tier === 'screen' ? text.browserAsksAll : text.browserAsks}</p>
      )}
      <Failure error={consent.error ?? decline.error} />
    </Card>
  );
}

function LiveConsent({ program }: { readonly program: CompanionProgram }) {
  const { data: receipts = [] } = useQuery(receiptsQuery);
  if (program.consent.kind !== 'live') return null;
  const { receipt: id, tier } = program.consent;
  const receipt = receipts.find(({ receipt }) => receipt === id);
  return (
    <Card heading={strings.contributor.programs.answer.live}>
      <p role="status">{text.live(text.tiers[tier].name)}</p>
      <div className="acts">
        <Link className={buttonClass('primary')} to="/">
          {text.next}
        </Link>
        {receipt !== undefined && (
          <Button onClick={() => saveText(`${id}.jws`, receipt.signed)}>{text.download}</Button>
        )}
      </div>
      <p className="note">{text.check}</p>
    </Card>
  );
}
