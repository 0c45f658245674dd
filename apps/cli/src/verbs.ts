/** Every verb of `understudy`, in the order of its help (DESIGN §9). */
import { registerRedact } from './verbs/redact.ts';
import { registerVersion } from './verbs/version.ts';
import type { RegisterVerb } from './verb.ts';

export const verbs: readonly RegisterVerb[] = [registerRedact, registerVersion];
