/** What the host of this window can do, and the few things only it can. */
import { z } from 'zod';
import { HOST_CAPABILITIES } from './app-thread.ts';
import { command, query } from './procedure.ts';

export const host = {
  describe: query.output(
    z.object({
      kind: z.enum(['electron', 'loopback', 'cli']),
      capabilities: z.array(z.enum(HOST_CAPABILITIES)),
      versions: z.record(z.string(), z.string()),
      dataDir: z.string(),
    }),
  ),
  /** Native dialogs and the like; null when the user closed it. */
  call: command.input(z.object({ name: z.enum(HOST_CAPABILITIES), argument: z.string().nullable() })).output(z.string().nullable()),
};
