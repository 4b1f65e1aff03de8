/** Whatever went wrong, as what happened, what is safe, what to do. */
import { ORPCError } from '@orpc/client';
import type { Problem } from '#shared/contract/procedure.ts';
import { ConnectionEnded, ConnectionLost } from './channel.ts';

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'what' in value && 'safe' in value && 'todo' in value;
}

export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error;
  if (error instanceof ORPCError && isProblem(error.data)) return error.data;
  // A call's port can close a moment before its connection is known to be lost.
  if (error instanceof ConnectionLost || (error instanceof Error && error.name === 'AbortError'))
    return {
      code: 'connection_lost',
      what: 'The connection to the app broke while this was on its way.',
      safe: 'Nothing is damaged; it is not known whether this one change was made.',
      todo: 'Look whether it is there, and do it again if it is missing.',
    };
  if (error instanceof ConnectionEnded)
    return {
      code: 'connection_ended',
      what: 'The app behind this window has stopped.',
      safe: 'Every change that was shown as saved is in the book.',
      todo: 'Close this window and start Onefold again.',
    };
  return {
    code: error instanceof ORPCError ? error.code : 'unexpected',
    what: `This did not work: ${error instanceof Error ? error.message : String(error)}`,
    safe: 'Nothing was changed by it, and everything shown as saved is in the book.',
    todo: 'Try again. If it happens twice, start Onefold again.',
  };
}
