/** What a contributor is told of an incident, in plain words, with what GDPR art. 34 asks for. */
import { countOf } from '../count.ts';
import type { ContributorId, IncidentId } from '@understudy/base';
import { purposeToWords } from '@understudy/companion';
import type { IncidentRelease, Pseudonym } from '@understudy/tlog';

export interface Notice {
  readonly pseudonym: Pseudonym;
  /** null: erased everything; nobody knows any more who it was. */
  readonly contributor: ContributorId | null;
  readonly releases: readonly IncidentRelease[];
  readonly text: string;
}

const list = new Intl.ListFormat('en-GB');
/** As the contributor's own page shows an id: enough to compare it by. */
const idEnd = 6;

export function toNoticeText(
  incident: IncidentId,
  { from, to }: { readonly from: string; readonly to: string },
  releases: readonly IncidentRelease[],
): string {
  const of = (nameOf: (release: IncidentRelease['release']) => string): readonly string[] => [
    ...new Set(releases.map(({ release }) => nameOf(release))),
  ];
  const sessions = of(({ session }) => session);
  const stewards = [...new Set(releases.flatMap(({ release }) => release.approvedBy))];
  return [
    noticeTitle,
    '',
    `Between ${toWords(from)} and ${toWords(to)}, ${countOf(releases.length, 'piece')} of ` +
      `${countOf(sessions.length, 'recording')} of yours ${releases.length === 1 ? 'was' : 'were'} opened.`,
    `By the researcher ${list.format(of(({ researcher }) => toEnd(researcher)))}, ` +
      `${list.format(of(({ purpose }) => purposeToWords(purpose)))}. ` +
      `Approved by the stewards ${list.format(stewards.map(toEnd))}.`,
    'People stand here by the end of their id, for the servers keep nobody’s name. Your stewards know who is who.',
    '',
    'You can check this yourself under “My data” on your own pages, or with: understudy audit --contributor me',
    'You may withdraw your consent and erase your recordings at any time, without a reason.',
    '',
    `For reference: ${[incident, ...sessions].join(', ')}`,
  ].join('\n');
}

export const noticeTitle = 'Notice about your recordings';

/** A mail knows nobody's zone; the contributor's page finds this form and tells it in theirs. */
const toWords = (iso: string): string =>
  new Date(iso).toISOString().replace(/^(\S+)T(\d\d:\d\d).*$/, '$1 $2 UTC');

const toEnd = (id: string): string => `…${id.slice(-idEnd)}`;
