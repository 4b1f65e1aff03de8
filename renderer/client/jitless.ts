import { z } from 'zod';

/**
 * Keeps zod from compiling its checks with `new Function`, which the window's content security policy forbids. Schemas look at this
 * when they are made, so this file has to be imported before the contract.
 */
z.config({ jitless: true });
