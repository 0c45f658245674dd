import { z } from 'zod';
import { startHost } from '../../host/start-host.ts';

// The extension's policy allows no eval, which zod would try.
z.config({ jitless: true });
await startHost();
