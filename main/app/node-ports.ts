import { randomBytes } from 'node:crypto';
import { sha256 } from '#main/services/sha256.ts';
import type { Ports } from './ports.ts';

export const nodePorts: Ports = {
  clock: {
    nowMs: () => Date.now(),
    offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
  },
  newId: () => randomBytes(18).toString('base64url'),
  sha256,
};
