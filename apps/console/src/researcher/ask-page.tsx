/** Asking for a grant: what for, which tiers, how long; its reach is shown before it is asked. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Tier } from '@understudy/base';
import type { GrantDraft } from '@understudy/protocol';
import { useId, useState } from 'react';
import { Answer } from '../parts/answer.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { Command } from '../parts/command.tsx';
import { Failure } from '../parts/failure.tsx';
import { Field } from '../parts/field.tsx';
import { Page } from '../parts/page.tsx';
import { strings } from '../strings/strings.ts';
import { catalogueQuery, vault, type CatalogueProgram } from '../vault/vault.ts';
import { hoursToWords } from '../words/words.ts';

const text = strings.researcher.ask;
const { tiers: tierWords, purposes: purposeWords } = strings.contributor.consent;
const grantWords = strings.steward.grant;
const gigabyte = 1_000_000_000;

export function AskPage() {
  const { program } = useParams({ strict: false });
  const programs = useQuery(catalogueQuery);
  return (
    <Answer query={programs} empty={strings.researcher.catalogue.empty}>
      {(rows) => {
        const found = rows.find((row) => row.program === program);
        if (found === undefined) {
          return <Page heading={strings.missing.heading}>{strings.missing.lead}</Page>;
        }
        return (
          <Page heading={text.heading(found.title)} lead={text.lead}>
            <AskForm program={found} />
          </Page>
        );
      }}
    </Answer>
  );
}

function AskForm({ program }: { readonly program: CatalogueProgram }) {
  const id = useId();
  const [purpose, setPurpose] = useState(program.purposes[0] ?? 'agentTraining');
  const [tier, setTier] = useState<Tier | null>(null);
  const [reason, setReason] = useState('');
  const [app, setApp] = useState('');
  const [days, setDays] = useState(14);
  const draft: GrantDraft = {
    program: program.program,
    purpose,
    reason: reason.trim(),
    tiers: tier === null ? [] : [tier],
    filter: {
      contributors: null,
      sessions: null,
      apps: app === '' ? null : [app],
      from: null,
      until: null,
    },
    days,
    quota: { segments: 10_000, bytes: 50 * gigabyte },
  };
  const reach = useQuery({
    queryKey: ['reach', program.program, purpose, tier, app],
    queryFn: () => vault.call('previewReach', { body: draft }),
    enabled: tier !== null,
  });
  const ask = useMutation({
    mutationFn: (wish: GrantDraft) => vault.call('putDraft', { body: wish }),
  });
  // Of what stood here before the form was changed nobody should sign a request.
  const prepared = JSON.stringify(ask.variables) === JSON.stringify(draft) ? ask.data : undefined;
  const complete = tier !== null && draft.reason !== '';
  return (
    <>
      <Card heading={text.what}>
        <Field label={text.purpose} htmlFor={`${id}-purpose`}>
          <select
            id={`${id}-purpose`}
            value={purpose}
            onChange={({ target }) =>
              setPurpose(program.purposes.find((name) => name === target.value) ?? purpose)
            }
          >
            {program.purposes.map((name) => (
              <option key={name} value={name}>
                {purposeWords[name] ?? name}
              </option>
            ))}
          </select>
        </Field>
        <fieldset>
          <legend>{text.tiers}</legend>
          {program.tiers.map((name) => (
            <label key={name} className="choice">
              <input
                type="radio"
                name={`${id}-tier`}
                checked={tier === name}
                onChange={() => setTier(name)}
              />
              {tierWords[name].name}: {text.tierText[name]}
            </label>
          ))}
        </fieldset>
        <Field label={text.app} htmlFor={`${id}-app`}>
          <select id={`${id}-app`} value={app} onChange={({ target }) => setApp(target.value)}>
            <option value="">{text.anyApp}</option>
            {program.apps.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={text.days} htmlFor={`${id}-days`}>
          <input
            id={`${id}-days`}
            type="number"
            min={1}
            max={90}
            value={days}
            onChange={({ target }) => setDays(Math.min(90, Math.max(1, Number(target.value))))}
          />
        </Field>
        <Field label={text.reason} htmlFor={`${id}-reason`} note={text.reasonNote}>
          <textarea
            id={`${id}-reason`}
            rows={3}
            maxLength={4000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
      </Card>
      <Card heading={text.reach}>
        {tier === null ? (
          <p>{text.chooseTiers}</p>
        ) : (
          <Answer query={reach} empty="">
            {({ people, sessions, hours }) => (
              <>
                <p>
                  {grantWords.reachSentence(
                    grantWords.reach(people, sessions, hoursToWords(hours)),
                  )}
                </p>
                {people === 0 && <p role="status">{text.reachesNobody}</p>}
              </>
            )}
          </Answer>
        )}
        <div className="acts">
          <Button
            look="primary"
            disabled={!complete || ask.isPending}
            onClick={() => ask.mutate(draft)}
          >
            {text.ask}
          </Button>
          {!complete && <span className="note">{text.incomplete}</span>}
        </div>
        <Failure error={ask.error} />
        {prepared !== undefined && (
          <>
            <Command label={text.sign} command={`${prepared.command} --vault ${location.origin}`} />
            <p>
              <Link to="/my-grants">{text.follow}</Link>
            </p>
          </>
        )}
      </Card>
    </>
  );
}
