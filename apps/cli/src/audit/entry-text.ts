/** One line of plain words for each kind of log entry. */
import type { LogEntry } from '@understudy/tlog';

export function entryToText(index: number, entry: LogEntry): string {
  return `${String(index).padStart(7)}  ${entry.at}  ${entryToWords(entry)}`;
}

function entryToWords(entry: LogEntry): string {
  switch (entry.kind) {
    case 'release':
      return (
        `${entry.researcher} was given segment ${entry.segment} of ${entry.session} ` +
        `(${entry.tier}, ${entry.sizeBytes} bytes) for ${entry.purpose}, under ${entry.grant}, ` +
        `approved by ${entry.approvedBy.join(' and ')}`
      );
    case 'deviceEnrolled':
      return `device ${entry.device} was enrolled`;
    case 'deviceRevoked':
      return `device ${entry.device} was revoked`;
    case 'consentReceived':
      return `consent was given for ${entry.program}`;
    case 'consentWithdrawn':
      return `consent was withdrawn${entry.program === undefined ? '' : ` for ${entry.program}`}`;
    case 'keyCreated':
      return `a key was made for ${entry.program}`;
    case 'grantRevoked':
      return `${entry.steward} revoked ${entry.grant}`;
    case 'erasure':
      return (
        `erasure of ${entry.scope.kind}` +
        `${entry.cause === 'retention' ? ', whose retention ended' : ''}: the keys were destroyed`
      );
    case 'erasureFinal':
      return 'an erasure became final: no backup opens it any more';
    case 'rootDestroyed':
      return `the key root of ${entry.day} was destroyed`;
    case 'lockdown':
      return `${entry.steward} locked down (epoch ${entry.epoch})`;
    case 'resume':
      return `${entry.stewards.join(' and ')} resumed (epoch ${entry.epoch})`;
    case 'seal':
      return `the keeper was sealed (epoch ${entry.epoch})`;
    case 'unseal':
      return `the keeper was unsealed (epoch ${entry.epoch}, build ${entry.build}${
        entry.settings === undefined ? '' : `, settings ${entry.settings.slice(0, 12)}`
      })`;
    case 'promotion':
      return `a replica became the primary keeper (term ${entry.term}, epoch ${entry.epoch})`;
    case 'controlReport':
      return `a control report was filed: ${entry.green ? 'green' : 'red'} (build ${entry.build})`;
    case 'incident':
      return `incident ${entry.incident}: ${entry.releases} releases of ${entry.contributors} contributors from ${entry.from} until ${entry.until}`;
    case 'notice':
      return `notice of ${entry.incident} was given by ${entry.sentBy.join(' and ')}`;
    case 'index':
      return `the index over the first ${entry.size} entries`;
  }
}
