/** Questions to the host (native dialogs and the like) and their answers. */
import type { FromAppThread, HostCapability } from '#shared/contract/app-thread.ts';

export interface HostCalls {
  call(name: HostCapability, argument: string | null): Promise<unknown>;
  replied(id: number, value: unknown, error: string | null): void;
}

export function createHostCalls(post: (message: FromAppThread) => void): HostCalls {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  return {
    call(name, argument) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post({ kind: 'hostCall', id, name, argument });
      });
    },
    replied(id, value, error) {
      const call = waiting.get(id);
      waiting.delete(id);
      if (error === null) call?.resolve(value);
      else call?.reject(new Error(error));
    },
  };
}
