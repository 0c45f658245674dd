/** Starts one of the two homes: the theme first, then queries and routes. */
import '../theme/tokens.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, storedTheme } from './theme.tsx';

export interface BootOptions {
  /** `always` where the pages' server is on this computer, which being offline does not cut off. */
  readonly network?: 'online' | 'always';
  /** What all pages do about an answer or an act that was refused. */
  readonly onRefused?: (error: Error, queries: QueryClient) => void;
}

export function boot(router: AnyRouter, { network = 'online', onRefused }: BootOptions = {}): void {
  applyTheme(storedTheme());
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no #root.');
  const onError = (error: Error): void => onRefused?.(error, queries);
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: 1, networkMode: network },
      mutations: { retry: false, networkMode: network },
    },
  });
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
