import { AsyncIteratorClass, ORPCError } from '@orpc/client';
import type { ProcedureKind } from '#shared/contract/procedure.ts';
import { type Channel, ConnectionEnded, ConnectionLost, type Link, type Uplink } from './channel.ts';
import type { WritableStatus } from './status.ts';

/** The kind of the procedure at a path of the contract. */
export type KindOf = (path: readonly string[]) => ProcedureKind;

/**
 * A link that outlives its connections. When one breaks, it opens the next; queries are asked again, events are listened to again,
 * and a command is sent again only if it carries a `commandId`, which makes the resend the same change.
 */
export function createResendingLink(channel: Channel, kindOf: KindOf, status: WritableStatus): Link {
  let generation = 0;
  let uplink = establish();
  // Without a call in flight nobody awaits a failed connection; the status says it.
  uplink.catch(() => {});

  async function establish(): Promise<Uplink> {
    status.set({ state: generation === 0 ? 'connecting' : 'reconnecting' });
    try {
      const opened = await channel();
      generation += 1;
      void opened.lost.then(() => {
        uplink = establish();
        uplink.catch(() => {});
      });
      status.set({ state: 'connected', generation });
      return opened;
    } catch (error) {
      const ended = error instanceof ConnectionEnded ? error : new ConnectionEnded(String(error));
      status.set({ state: 'ended', reason: ended.message });
      throw ended;
    }
  }

  const call: Link['call'] = async (path, input, options) => {
    for (;;) {
      const used = await uplink;
      try {
        const output = await used.link.call(path, input, options);
        return kindOf(path) === 'event' && output instanceof AsyncIteratorClass
          ? resubscribing(output, used, () => call(path, input, options))
          : output;
      } catch (error) {
        if (!used.isLost() || error instanceof ORPCError || options.signal?.aborted === true) throw error;
        if (!isRepeatable(kindOf(path), input)) throw new ConnectionLost();
        // A socket refuses frames a moment before it says that it is closed.
        await used.lost;
      }
    }
  };
  return { call };
}

function isRepeatable(kind: ProcedureKind, input: unknown): boolean {
  return kind !== 'command' || (typeof input === 'object' && input !== null && 'commandId' in input);
}

/** The same stream over the next connection when this one breaks. What happened in between is not replayed. */
function resubscribing(
  first: AsyncIteratorClass<unknown, unknown>,
  uplink: Uplink,
  again: () => Promise<unknown>,
): AsyncIteratorClass<unknown, unknown> {
  let current = first;
  let moved = false;
  return new AsyncIteratorClass<unknown, unknown>(
    async () => {
      for (;;) {
        try {
          return await current.next();
        } catch (error) {
          if (moved || !uplink.isLost()) throw error;
          const next = await again();
          if (!(next instanceof AsyncIteratorClass)) throw error;
          // `again` goes through the resending link, so this one already knows how to move on the next time.
          moved = true;
          current = next;
        }
      }
    },
    async () => {
      await current.return(undefined);
    },
  );
}
