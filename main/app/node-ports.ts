import { hash, randomBytes } from 'node:crypto';
import type { Ports } from './ports.ts';

export const nodePorts: Ports = {
  clock: {
    nowMs: () => Date.now(),
    offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
  },
  newId: () => randomBytes(18).toString('base64url'),
  sha256: (text) => hash('sha256', text, 'buffer'),
};
