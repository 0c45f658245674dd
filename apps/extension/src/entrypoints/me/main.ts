import { mountContributor } from '@understudy/console';
import { createCompanionClient } from '@understudy/courier';
import { z } from 'zod';
import { callHost } from '../../me/call-host.ts';
import { permitProgram } from '../../me/permit.ts';

z.config({ jitless: true });
const { vault } = await createCompanionClient({ baseUrl: '', send: callHost }).call('state');
if (vault === null) location.replace('join.html');
else {
  mountContributor({
    send: callHost,
    address: 'hash',
    permit: permitProgram,
  });
}
