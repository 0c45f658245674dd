/** What a contributor is told of an incident, in plain words, with what GDPR art. 34 asks for. */
import type { ContributorId, IncidentId } from '@understudy/base';
import type { IncidentRelease, Pseudonym } from '@understudy/tlog';

export interface Notice {
  readonly pseudonym: Pseudonym;
  /** null: erased everything; nobody knows any more who it was. */
  readonly contributor: ContributorId | null;
  readonly releases: readonly IncidentRelease[];
  readonly text: string;
}

export function toNoticeText(
  incident: IncidentId,
  { from, to }: { readonly from: string; readonly to: string },
  releases: readonly IncidentRelease[],
): string {
  const sessions = [...new Set(releases.map(({ release }) => release.session))];
  const purposes = [...new Set(releases.map(({ release }) => release.purpose))];
  const readers = [...new Set(releases.map(({ release }) => release.researcher))];
  const approvers = [...new Set(releases.flatMap(({ release }) => release.approvedBy))];
  return [
    noticeTitle(incident),
    '',
    `Between ${from} and ${to}, ${releases.length} segments of ${sessions.length} of your sessions were opened.`,
    `Read by: ${readers.join(', ')}. Stated purpose: ${purposes.join(', ')}. Approved by: ${approvers.join(', ')}.`,
    `Your sessions: ${sessions.join(', ')}.`,
    'You can check this yourself: understudy audit --contributor me.',
    'You may withdraw your consent and erase your recordings at any time, without a reason.',
  ].join('\n');
}

export function noticeTitle(incident: IncidentId): string {
  return `Notice about your recordings (${incident})`;
}
