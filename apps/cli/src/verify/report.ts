/**
 * Outcomes → the parts of NIST OSCAL 1.1 assessment-results that we use
 * (spec/control-report.schema.json): a finding for each control, an observation
 * for each of its two runs.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from './run.ts';

const uuid = z.uuid();
const text = z.string().min(1);

export const controlReportSchema = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata: z.strictObject({
      title: text,
      'last-modified': z.iso.datetime(),
      version: text,
      'oscal-version': z.literal('1.1.3'),
    }),
    'import-ap': z.strictObject({ href: text }),
    results: z
      .array(
        z.strictObject({
          uuid,
          title: text,
          description: text,
          start: z.iso.datetime(),
          end: z.iso.datetime(),
          'reviewed-controls': z.strictObject({
            'control-selections': z
              .array(
                z.strictObject({
                  'include-controls': z.array(z.strictObject({ 'control-id': text })).min(1),
                }),
              )
              .min(1),
          }),
          observations: z.array(
            z.strictObject({
              uuid,
              title: text,
              description: text,
              methods: z.array(z.literal('TEST')),
              collected: z.iso.datetime(),
            }),
          ),
          findings: z.array(
            z.strictObject({
              uuid,
              title: text,
              description: text,
              target: z.strictObject({
                type: z.literal('objective-id'),
                'target-id': text,
                status: z.strictObject({ state: z.enum(['satisfied', 'not-satisfied']) }),
              }),
              'related-observations': z.array(z.strictObject({ 'observation-uuid': uuid })),
            }),
          ),
        }),
      )
      .min(1),
  }),
});
type ControlResults = z.infer<typeof controlReportSchema>;

export function outcomesToResults(
  outcomes: readonly Outcome[],
  facts: { readonly build: string; readonly start: string; readonly end: string },
): ControlResults {
  const { build, start, end } = facts;
  const rows = outcomes.map((outcome) => ({
    outcome,
    live: randomUUID(),
    planted: outcome.planted.kind === 'notTried' ? null : randomUUID(),
  }));
  return {
    'assessment-results': {
      uuid: randomUUID(),
      metadata: {
        title: 'Understudy control report',
        'last-modified': end,
        version: build,
        'oscal-version': '1.1.3',
      },
      'import-ap': { href: '#understudy-verify' },
      results: [
        {
          uuid: randomUUID(),
          title: 'Live probes',
          description:
            'Each control is a probe against the running deployment, and the same probe against a throwaway deployment of this build with that one protection taken out of its code, which it must find.',
          start,
          end,
          'reviewed-controls': {
            'control-selections': [
              { 'include-controls': outcomes.map(({ id }) => ({ 'control-id': id })) },
            ],
          },
          observations: rows.flatMap(({ outcome, live, planted }) => [
            {
              uuid: live,
              title: `${outcome.id}: live`,
              description: outcome.live ?? 'It held.',
              methods: ['TEST'],
              collected: end,
            },
            ...(planted === null || outcome.planted.kind === 'notTried'
              ? []
              : [
                  {
                    uuid: planted,
                    title: `${outcome.id}: planted failure`,
                    description: `Against ${outcome.fault}: ${outcome.planted.text}`,
                    methods: ['TEST' as const],
                    collected: end,
                  },
                ]),
          ]),
          findings: rows.map(({ outcome, live, planted }) => ({
            uuid: randomUUID(),
            title: outcome.id,
            description: outcome.title,
            target: {
              type: 'objective-id',
              'target-id': outcome.id,
              status: { state: outcome.green ? 'satisfied' : 'not-satisfied' },
            },
            'related-observations': [live, ...(planted === null ? [] : [planted])].map((uuid) => ({
              'observation-uuid': uuid,
            })),
          })),
        },
      ],
    },
  };
}
