/** What an importer put right or left out, counted, so that nothing changes unseen. */

export type RepairReason =
  | 'truncatedLine'
  | 'truncatedFile'
  | 'unknownEvent'
  | 'unknownKey'
  | 'unreadElement'
  | 'unreadPage'
  | 'unreadFrame'
  | 'outOfOrder'
  | 'clockBackwards'
  | 'clockForwards'
  | 'noVideo'
  | 'noVideoDecoder'
  | 'noVideoStart'
  | 'videoDamaged'
  | 'frameWithoutPlace'
  | 'layoutAssumed'
  | 'keysInferred'
  | 'buttonInferred'
  | 'pressInferred'
  | 'inFrame'
  | 'setByPage'
  | 'stepsInferred';

export type CountRepair = (reason: RepairReason, count?: number) => void;

export interface Repairs {
  readonly count: CountRepair;
  counted(): Readonly<Partial<Record<RepairReason, number>>>;
}

export function createRepairs(): Repairs {
  const counts: Partial<Record<RepairReason, number>> = {};
  return {
    count: (reason, count = 1) => {
      if (count > 0) counts[reason] = (counts[reason] ?? 0) + count;
    },
    counted: () => ({ ...counts }),
  };
}
