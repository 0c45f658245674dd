/**
 * A receipt as a consent record of ISO/IEC TS 27560:2023, in the terms of the
 * W3C community group's Data Privacy Vocabulary (profile dpv-27560, guide
 * "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV").
 *
 * Receipt ⇄ JSON-LD record; terms of our own carry the prefix `understudy`.
 */
import { tiers, type JsonValue } from '@understudy/base';
import { z } from 'zod';
import { allowedAppSchema, allowedPurposes } from './program.ts';
import type { Receipt } from './receipt.ts';
import { idSchema, sha256Schema, textSchema, timeSchema } from './schema.ts';

const context = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dct: 'http://purl.org/dc/terms/',
  dcat: 'http://www.w3.org/ns/dcat#',
  understudy: 'urn:understudy:terms:',
} as const;
const profile = 'https://w3id.org/dpv/schema/dpv-27560#record';
/** BCP 47: a program does not state in which language its text is. */
const undetermined = 'und';
const withdrawalText = 'understudy withdraw: at any time, without a reason';

export function receiptToRecord(receipt: Receipt): JsonValue {
  return {
    '@context': context,
    '@id': `urn:understudy:receipt:${receipt.receipt}`,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': profile,
    'dct:identifier': receipt.receipt,
    'dct:created': receipt.issuedAt,
    'dct:replaces': receipt.replaces,
    'dct:valid': {
      '@type': 'dct:PeriodOfTime',
      'dcat:startDate': receipt.validFrom,
      'dcat:endDate': receipt.expiresAt,
    },
    'dpv:hasDataSubject': { '@id': receipt.contributor, '@type': 'dpv:Employee' },
    'dpv:hasDataController': receipt.controller,
    'dpv:hasJurisdiction': [receipt.region],
    'dpv:hasLegalBasis': 'eu-gdpr:A6-1-a',
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': receipt.program,
      'dct:language': undetermined,
      'understudy:sha256': receipt.programSha256,
    },
    'dpv:hasProcess': {
      '@type': 'dpv:Process',
      'dpv:hasPurpose': receipt.purposes.map((purpose) => `understudy:${purpose}`),
      'dct:description': receipt.purposeText,
      'dpv:hasRecipient': receipt.controller,
      'dpv:hasPersonalData': receipt.tiers.map((tier) => `understudy:tier-${tier}`),
      'dpv:hasDataSource': receipt.apps.map((app) => ({ ...app })),
      'dpv:hasStorageCondition': [
        { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': receipt.region },
        { '@type': 'dpv:StorageDuration', 'dpv:hasDuration': `P${receipt.retentionDays}D` },
      ],
    },
    'dpv:hasConsentStatus': {
      '@type': 'dpv:ConsentGiven',
      'dct:date': receipt.issuedAt,
      'dpv:isIndicatedBy': receipt.contributor,
      'dpv:isImplementedByEntity': receipt.device,
    },
    'dpv:hasConsentControl': { '@type': 'dpv:WithdrawConsent', 'dct:description': withdrawalText },
  };
}

const prefixed = <Value extends string>(prefix: string, values: readonly Value[]) =>
  z.enum(values.map((value) => `${prefix}${value}`)).transform((text) => {
    const value = values.find((candidate) => `${prefix}${candidate}` === text);
    if (value === undefined) throw new TypeError('Not a member of the list.');
    return value;
  });

const recordSchema = z.strictObject({
  '@context': z.strictObject({
    dpv: z.literal(context.dpv),
    'eu-gdpr': z.literal(context['eu-gdpr']),
    dct: z.literal(context.dct),
    dcat: z.literal(context.dcat),
    understudy: z.literal(context.understudy),
  }),
  '@id': z.string(),
  '@type': z.literal('dpv:ConsentRecord'),
  'dct:conformsTo': z.literal(profile),
  'dct:identifier': idSchema('receipt'),
  'dct:created': timeSchema,
  'dct:replaces': idSchema('receipt').nullable(),
  'dct:valid': z.strictObject({
    '@type': z.literal('dct:PeriodOfTime'),
    'dcat:startDate': timeSchema,
    'dcat:endDate': timeSchema,
  }),
  'dpv:hasDataSubject': z.strictObject({
    '@id': idSchema('contributor'),
    '@type': z.literal('dpv:Employee'),
  }),
  'dpv:hasDataController': textSchema,
  'dpv:hasJurisdiction': z.tuple([textSchema]),
  'dpv:hasLegalBasis': z.literal('eu-gdpr:A6-1-a'),
  'dpv:hasNotice': z.strictObject({
    '@type': z.literal('dpv:ConsentNotice'),
    'dct:identifier': idSchema('program'),
    'dct:language': z.literal(undetermined),
    'understudy:sha256': sha256Schema,
  }),
  'dpv:hasProcess': z.strictObject({
    '@type': z.literal('dpv:Process'),
    'dpv:hasPurpose': z.array(prefixed('understudy:', allowedPurposes)).min(1),
    'dct:description': textSchema,
    'dpv:hasRecipient': textSchema,
    'dpv:hasPersonalData': z.array(prefixed('understudy:tier-', tiers)).min(1),
    'dpv:hasDataSource': z.array(allowedAppSchema).min(1).max(500),
    'dpv:hasStorageCondition': z.tuple([
      z.strictObject({ '@type': z.literal('dpv:StorageLocation'), 'dpv:hasLocation': textSchema }),
      z.strictObject({
        '@type': z.literal('dpv:StorageDuration'),
        'dpv:hasDuration': z.string().regex(/^P[1-9][0-9]{0,3}D$/),
      }),
    ]),
  }),
  'dpv:hasConsentStatus': z.strictObject({
    '@type': z.literal('dpv:ConsentGiven'),
    'dct:date': timeSchema,
    'dpv:isIndicatedBy': idSchema('contributor'),
    'dpv:isImplementedByEntity': idSchema('device'),
  }),
  'dpv:hasConsentControl': z.strictObject({
    '@type': z.literal('dpv:WithdrawConsent'),
    'dct:description': z.literal(withdrawalText),
  }),
});

/** The record read strictly: what it says twice must agree, and nothing else may stand in it. */
export const receiptRecordSchema: z.ZodType<Receipt> = recordSchema.transform((record, issues) => {
  const process = record['dpv:hasProcess'];
  const status = record['dpv:hasConsentStatus'];
  const receipt: Receipt = {
    receipt: record['dct:identifier'],
    program: record['dpv:hasNotice']['dct:identifier'],
    programSha256: record['dpv:hasNotice']['understudy:sha256'],
    controller: record['dpv:hasDataController'],
    purposeText: process['dct:description'],
    region: record['dpv:hasJurisdiction'][0],
    contributor: record['dpv:hasDataSubject']['@id'],
    device: status['dpv:isImplementedByEntity'],
    purposes: process['dpv:hasPurpose'],
    tiers: process['dpv:hasPersonalData'],
    apps: process['dpv:hasDataSource'],
    retentionDays: Number(process['dpv:hasStorageCondition'][1]['dpv:hasDuration'].slice(1, -1)),
    issuedAt: record['dct:created'],
    validFrom: record['dct:valid']['dcat:startDate'],
    expiresAt: record['dct:valid']['dcat:endDate'],
    replaces: record['dct:replaces'],
  };
  if (receipt.replaces === null && receipt.validFrom !== receipt.issuedAt) {
    issues.addIssue({ code: 'custom', path: ['dct:valid'] });
  }
  const saidTwice: readonly (readonly [path: string, first: string, second: string])[] = [
    ['@id', record['@id'], `urn:understudy:receipt:${receipt.receipt}`],
    ['dpv:hasConsentStatus', status['dct:date'], receipt.issuedAt],
    ['dpv:hasConsentStatus', status['dpv:isIndicatedBy'], receipt.contributor],
    ['dpv:hasProcess', process['dpv:hasRecipient'], receipt.controller],
    [
      'dpv:hasJurisdiction',
      process['dpv:hasStorageCondition'][0]['dpv:hasLocation'],
      receipt.region,
    ],
  ];
  for (const [path, first, second] of saidTwice) {
    if (first !== second) issues.addIssue({ code: 'custom', path: [path] });
  }
  return receipt;
});
