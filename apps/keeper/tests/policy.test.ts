import { purposes } from '@understudy/consent';
import { describe, expect, test } from 'vitest';
import { createDecide, type Decide } from '../src/policy/decide.ts';
import { readPolicies, readPolicySchema } from '../src/policy/policies.ts';
import {
  actions,
  noFacts,
  roles,
  type Action,
  type ConsentStanding,
  type ControlsStanding,
  type Facts,
  type GrantStanding,
  type Question,
} from '../src/policy/question.ts';

const schema = readPolicySchema();
const policies = readPolicies();
const yesNo = [true, false] as const;
const consents: readonly ConsentStanding[] = ['live', 'withdrawn', 'expired', 'none'];
const grants: readonly GrantStanding[] = ['pending', 'approved', 'expired', 'revoked', 'none'];
const controls: readonly ControlsStanding[] = ['green', 'red', 'stale'];

/**
 * Role × purpose × consent × grant × lockdown × controls for an action, and beside
 * them one fact at a time that must stop what is asked.
 */
function* matrix(action: Action): Generator<Question> {
  for (const role of roles)
    for (const purpose of purposes)
      for (const consent of consents)
        for (const grant of grants)
          for (const locked of yesNo)
            for (const control of controls) {
              const facts = {
                ...noFacts,
                requester: 'me',
                purpose,
                consent,
                grant,
                locked,
                controls: control,
                tierCovered: true,
                filterCovered: true,
                quotaLeft: true,
                ownDevice: true,
                knowsItsName: true,
              };
              // A program that states every purpose: only `forbid` can stop one of them.
              const stated = [...purposes];
              const question: Question = { role, id: 'me', action, purposes: stated, facts };
              yield question;
              // From one such state for each of the others, and not from all: it is one step.
              if (consent !== 'live' || control !== 'green') continue;
              if (!isAllowed(question)) continue;
              const stops: readonly Partial<Question>[] = [
                { id: 'another' },
                { purposes: purposes.filter((one) => one !== purpose) },
                ...(
                  [
                    'tierCovered',
                    'filterCovered',
                    'quotaLeft',
                    'ownDevice',
                    'knowsItsName',
                  ] as const
                ).map((name) => ({ facts: { ...facts, [name]: false } })),
                { facts: { ...facts, approverIsRequester: true } },
              ];
              for (const stop of stops) yield { ...question, ...stop };
            }
}

/** What may be done, written apart from the policies. */
function isAllowed({ role, id, action, purposes: stated, facts }: Question): boolean {
  const purposeFits = stated.includes(facts.purpose) && facts.purpose !== 'performanceReview';
  const rules: Readonly<Record<Action, () => boolean>> = {
    release: () =>
      role === 'Researcher' &&
      id === facts.requester &&
      facts.grant === 'approved' &&
      facts.consent === 'live' &&
      facts.tierCovered &&
      facts.filterCovered &&
      facts.quotaLeft &&
      purposeFits &&
      !facts.locked &&
      facts.controls !== 'red',
    requestGrant: () => role === 'Researcher' && purposeFits,
    approveGrant: () =>
      role === 'Steward' && facts.grant === 'pending' && !facts.approverIsRequester && purposeFits,
    revokeGrant: () => role === 'Steward',
    createKey: () => role === 'Device' && facts.ownDevice && !facts.locked,
    leaseCapture: () =>
      role === 'Device' && facts.ownDevice && facts.consent === 'live' && !facts.locked,
    withdraw: () => role === 'Device' && facts.ownDevice,
    erase: () => role === 'Device' && facts.ownDevice,
    lockdown: () => role === 'Steward',
    resume: () => role === 'Steward' && facts.locked && facts.controls === 'green',
    seal: () => role === 'Steward' || role === 'Operator',
    promote: () => role === 'Steward' || role === 'Operator',
    fileReport: () => role === 'Steward',
    fileIncident: () => role === 'Steward',
    fileNotice: () => role === 'Steward',
    resolvePseudonyms: () => role === 'Steward',
    readLog: () => true,
    readErasure: () => facts.knowsItsName,
  };
  return rules[action]();
}

/** What is allowed, each action in its plainest case, and all that is one step from it. */
function* neighbours(): Generator<Question> {
  for (const role of roles) {
    for (const action of actions) {
      for (const grant of ['approved', 'pending'] as const) {
        const facts: Facts = {
          ...noFacts,
          requester: 'me',
          consent: 'live',
          grant,
          tierCovered: true,
          filterCovered: true,
          quotaLeft: true,
          ownDevice: true,
          knowsItsName: true,
          locked: action === 'resume',
          controls: 'green',
        };
        const plain: Question = { role, id: 'me', action, purposes: [...purposes], facts };
        const flips = Object.entries(facts).flatMap(([name, value]) =>
          typeof value === 'boolean' ? [{ [name]: !value }] : [],
        );
        const steps: readonly Partial<Facts>[] = [
          ...flips,
          ...consents.map((consent) => ({ consent })),
          ...grants.map((other) => ({ grant: other })),
          ...controls.map((control) => ({ controls: control })),
          ...purposes.map((purpose) => ({ purpose })),
        ];
        yield plain;
        yield { ...plain, id: 'another' };
        yield { ...plain, purposes: [] };
        for (const step of steps) yield { ...plain, facts: { ...facts, ...step } };
      }
    }
  }
}

/** The first question that is answered otherwise than the design says; null where none is. */
function firstDifference(decide: Decide): Question | null {
  for (const question of neighbours()) {
    if (decide(question).allowed !== isAllowed(question)) return question;
  }
  return null;
}

describe('the policies', () => {
  test.each(actions)('allow over the whole matrix exactly what the design allows: %s', (action) => {
    const decide = createDecide(policies, schema);
    let asked = 0;
    const wrong: Question[] = [];
    for (const question of matrix(action)) {
      asked += 1;
      if (decide(question).allowed !== isAllowed(question)) wrong.push(question);
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(roles.length * purposes.length * 100);
  });

  test('differ from the design nowhere near what is allowed', () => {
    expect(firstDifference(createDecide(policies, schema))).toBeNull();
  });

  test.each(mutants().map(({ name, text }) => ({ name, text })))(
    'are not the same without: $name',
    ({ text }) => {
      expect(firstDifference(createDecide(text, schema))).not.toBeNull();
    },
  );

  test('that do not fit their schema keep the keeper from starting', () => {
    expect(() =>
      createDecide('permit (principal, action, resource) when { context.x };', schema),
    ).toThrow(/not valid/);
    expect(() => createDecide('permit (', schema)).toThrow(/not valid/);
  });
});

interface Mutant {
  readonly name: string;
  readonly text: string;
}

/** Each conjunct of each `when`, each scope, and each whole policy removed, one at a time. */
function mutants(): readonly Mutant[] {
  const plain = policies.replaceAll(/^\s*\/\/.*$/gm, '');
  const parts = plain.split(/(?=@id\()/).filter((part) => part.includes('@id('));
  const found: Mutant[] = [];
  for (const [at, part] of parts.entries()) {
    const id = /@id\("(\w+)"\)/.exec(part)?.[1] ?? '';
    const withPart = (text: string): string => parts.toSpliced(at, 1, text).join('\n');
    found.push({ name: id, text: withPart('') });
    const body = /(when|unless) \{([^}]*)\}/.exec(part);
    if (body !== null) {
      const [whole, word, inner = ''] = body;
      const conjuncts = inner.split('&&').map((conjunct) => conjunct.trim());
      for (const [place, conjunct] of conjuncts.entries()) {
        const rest = conjuncts.toSpliced(place, 1);
        // A forbid without its condition forbids all; a permit without it permits more.
        const left = rest.length === 0 ? (word === 'when' ? 'true' : 'false') : rest.join(' && ');
        found.push({
          name: `${id}: ${conjunct}`,
          text: withPart(part.replace(whole, `${word} { ${left} }`)),
        });
      }
    }
    const scope = /principal is Understudy::(\w+)/.exec(part);
    if (scope !== null && !/principal is Understudy::\w+ \|\|/.test(part)) {
      found.push({
        name: `${id}: ${scope[0]}`,
        text: withPart(part.replace(scope[0], 'principal')),
      });
    }
  }
  return found;
}
