import { AsyncIteratorClass, ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import type { ProcedureKind } from '#shared/contract/procedure.ts';
import { type Channel, ConnectionEnded, ConnectionLost, type Uplink } from './channel.ts';
import { createResendingLink } from './resending-link.ts';
import { createStatus } from './status.ts';

type Answer = (path: readonly string[], input: unknown) => Promise<unknown>;

/** A channel whose connections are scripted one by one; each can be broken by hand. */
function scripted(answers: Answer[]) {
  const cuts: (() => void)[] = [];
  const channel: Channel = async () => {
    const answer = answers.shift();
    if (answer === undefined) throw new ConnectionEnded('Onefold has stopped.');
    const lost = Promise.withResolvers<void>();
    let isLost = false;
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => {});
    cuts.push(() => {
      isLost = true;
      lost.resolve();
      broken.reject(new Error('socket closed'));
    });
    const uplink: Uplink = {
      link: { call: (path, input) => Promise.race([answer(path, input), broken.promise]) },
      isLost: () => isLost,
      lost: lost.promise,
    };
    return uplink;
  };
  const status = createStatus();
  const states: string[] = [];
  status.subscribe(() => states.push(status.get().state));
  const kindOf = (path: readonly string[]): ProcedureKind => path[0] as ProcedureKind;
  const link = createResendingLink(channel, kindOf, status);
  const call = (kind: ProcedureKind, input: unknown = {}, signal?: AbortSignal) =>
    link.call([kind], input, { context: {}, ...(signal ? { signal } : {}) });
  return { call, cut: () => cuts.at(-1)?.(), status, states };
}

const never: Answer = () => new Promise(() => {});

/** Waits until the call has reached the connection. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('asks a query again when the connection breaks, and counts the connections', async () => {
  const { call, cut, status, states } = scripted([never, async () => 'second answer']);
  const answer = call('query');
  await settle();
  cut();
  expect(await answer).toBe('second answer');
  expect(status.get()).toEqual({ state: 'connected', generation: 2 });
  expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
});

it('sends a command again under the same id', async () => {
  const inputs: unknown[] = [];
  const record: Answer = (_path, input) => {
    inputs.push(input);
    return inputs.length === 1 ? new Promise(() => {}) : Promise.resolve('done');
  };
  const { call, cut } = scripted([record, record]);
  const answer = call('command', { commandId: 'cmd-0001', clusterId: 3 });
  await settle();
  cut();
  expect(await answer).toBe('done');
  expect(inputs).toEqual([
    { commandId: 'cmd-0001', clusterId: 3 },
    { commandId: 'cmd-0001', clusterId: 3 },
  ]);
});

it('does not repeat a command that has no id', async () => {
  const { call, cut } = scripted([never, async () => 'must not be asked']);
  const answer = call('command', { name: 'pickBook' });
  await settle();
  cut();
  await expect(answer).rejects.toThrow(ConnectionLost);
});

it('passes on what the app answered, also when the connection breaks right after', async () => {
  const { call, cut } = scripted([
    async () => {
      cut();
      throw new ORPCError('CONFLICT', { message: 'stale cluster' });
    },
    async () => 'must not be asked',
  ]);
  await expect(call('query')).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('does not repeat what the window gave up on', async () => {
  const stop = new AbortController();
  const { call, cut } = scripted([never, async () => 'must not be asked']);
  const answer = call('query', {}, stop.signal);
  await settle();
  stop.abort();
  cut();
  await expect(answer).rejects.toThrow('socket closed');
});

it('goes on listening to events over the next connection', async () => {
  const streamOf = (values: string[], cutAfter: () => void): Answer => {
    return async () => {
      const left = [...values];
      return new AsyncIteratorClass<string, void>(
        async () => {
          const value = left.shift();
          if (value !== undefined) return { done: false, value };
          cutAfter();
          throw new Error('socket closed');
        },
        async () => {},
      );
    };
  };
  const { call, cut } = scripted([
    streamOf(['a', 'b'], () => cut()),
    streamOf(['c'], () => cut()),
    streamOf(['d', 'e'], () => cut()),
  ]);
  const seen: unknown[] = [];
  for await (const value of (await call('event')) as AsyncIterable<unknown>) {
    seen.push(value);
    if (value === 'd') break;
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

it('says why it ended, and fails every call after that', async () => {
  const { call, cut, status } = scripted([never]);
  const answer = call('query');
  await settle();
  cut();
  await expect(answer).rejects.toThrow('Onefold has stopped.');
  expect(status.get()).toEqual({ state: 'ended', reason: 'Onefold has stopped.' });
  await expect(call('command', { commandId: 'cmd-0002' })).rejects.toThrow(ConnectionEnded);
});
