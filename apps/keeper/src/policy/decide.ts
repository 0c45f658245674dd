/**
 * Question → allow or deny, by Cedar (policies/*.cedar) inside the keeper.
 * The policies are parsed and checked against their schema once (the compiler
 * checks the questions); any error, at start or in a decision, denies.
 */
import type * as Cedar from '@cedar-policy/cedar-wasm';
import { createRequire } from 'node:module';
import { KeeperError } from '../error.ts';
import type { Question } from './question.ts';

// The package's Node build is CommonJS only.
const cedar: typeof Cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');

interface Decision {
  readonly allowed: boolean;
  /** The ids of the policies that decided: for the log of refusals, never for the caller. */
  readonly reasons: readonly string[];
}

export type Decide = (question: Question) => Decision;

let sets = 0;

/** @throws KeeperError damaged where the policies do not parse or do not fit the schema. */
export function createDecide(policies: string, schema: string): Decide {
  const named = nameById(policies);
  const checked = cedar.validate({ schema, policies: { staticPolicies: named } });
  if (checked.type === 'failure' || checked.validationErrors.length > 0) throw badPolicies();
  sets += 1;
  const name = `understudy-${sets}`;
  if (cedar.preparsePolicySet(name, { staticPolicies: named }).type === 'failure') {
    throw badPolicies();
  }

  return ({ role, id, action, purposes, facts }) => {
    const resource = { type: 'Understudy::Segment', id: 'segment' };
    const answer = cedar.statefulIsAuthorized({
      principal: { type: `Understudy::${role}`, id },
      action: { type: 'Understudy::Action', id: action },
      resource,
      context: {
        ...facts,
        requester: { __entity: { type: 'Understudy::Researcher', id: facts.requester } },
      },
      entities: [{ uid: resource, attrs: { purposes: [...purposes] }, parents: [] }],
      preparsedPolicySetId: name,
    });
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0) {
      return { allowed: false, reasons: ['policyError'] };
    }
    const { decision, diagnostics } = answer.response;
    return { allowed: decision === 'allow', reasons: diagnostics.reason };
  };
}

/** Policies by their `@id`, so that a decision's reasons can be read. */
function nameById(policies: string): Record<string, string> {
  const parts = cedar.policySetTextToParts(policies);
  if (parts.type === 'failure') throw badPolicies();
  return Object.fromEntries(
    parts.policies.map((text, index) => [/@id\("(\w+)"\)/.exec(text)?.[1] ?? `${index}`, text]),
  );
}

function badPolicies(): KeeperError {
  return new KeeperError({
    code: 'damaged',
    message: 'The policies of the keeper are not valid.',
    remedy: 'Restore apps/keeper/policies from the release, and start again.',
  });
}
