/** The vault as its own console's pages see it: same origin, the session's cookie, no key. */
import {
  vaultRoutes,
  type AnswerOf,
  type ParamsOf,
  type QueryOf,
  type RequestBodyOf,
  type VaultContract,
} from '@understudy/protocol';
import { callRoute } from './client.ts';

export type ConsoleCall<Name extends keyof VaultContract> = {
  readonly params?: ParamsOf<VaultContract[Name]>;
  readonly query?: QueryOf<VaultContract[Name]>;
  readonly body?: RequestBodyOf<VaultContract[Name]>;
  readonly signal?: AbortSignal;
};

export interface ConsoleClient {
  /** @throws CourierError as the vault refused, or as the way to it failed */
  call<Name extends keyof VaultContract>(
    name: Name,
    given?: ConsoleCall<Name>,
  ): Promise<AnswerOf<VaultContract[Name]>>;
}

export function createConsoleClient(options: { readonly baseUrl: string }): ConsoleClient {
  // A page of another site cannot set this header without the vault's leave (CORS), which it never gives.
  const own = { ...options, headers: { 'x-understudy-csrf': '1' } };
  return {
    call: async (name, given = {}) => {
      // Parsed by the schema of this very route, which the compiler cannot follow by index.
      const answer = callRoute('vault', vaultRoutes[name], given, own);
      return answer as Promise<AnswerOf<VaultContract[typeof name]>>;
    },
  };
}
