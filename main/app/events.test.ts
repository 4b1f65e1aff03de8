import { expect, test } from 'vitest';
import { createEventHub } from './events.ts';

test('a window hears events in order', async () => {
  const hub = createEventHub();
  const events = hub.subscribe(undefined);
  const first = events.next();
  hub.emit({ kind: 'bookChanged' });
  hub.emit({ kind: 'menu', command: 'undo' });
  expect([(await first).value, (await events.next()).value]).toEqual([{ kind: 'bookChanged' }, { kind: 'menu', command: 'undo' }]);
});

test('a slow window gets the latest of what is about one thing', async () => {
  const hub = createEventHub();
  const events = hub.subscribe(undefined);
  const first = events.next();
  for (let version = 1; version <= 1000; version++) hub.emit({ kind: 'dataChanged', dataVersion: version });
  expect((await first).value).toEqual({ kind: 'dataChanged', dataVersion: 1000 });
});

test('a window that leaves ends its stream', async () => {
  const hub = createEventHub();
  const leave = new AbortController();
  const events = hub.subscribe(leave.signal);
  const waiting = events.next();
  leave.abort();
  expect((await waiting).done).toBe(true);
});

test('nothing that happens between subscribing and the first read is missed', async () => {
  const hub = createEventHub();
  const events = hub.subscribe(undefined);
  hub.emit({ kind: 'bookChanged' });
  expect((await events.next()).value).toEqual({ kind: 'bookChanged' });
});
