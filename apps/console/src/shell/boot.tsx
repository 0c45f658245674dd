/** Starts one of the two homes: the theme first, then queries and routes. */
import '../theme/tokens.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, storedTheme } from './theme.tsx';

/** `network`: `always` where the pages' server is on this computer, which being offline does not cut off. */
export function boot(router: AnyRouter, network: 'online' | 'always' = 'online'): void {
  applyTheme(storedTheme());
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no #root.');
  const queries = new QueryClient({
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
