import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTickets, type Tickets } from './tickets.ts';

let folder: string;
let tickets: Tickets;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onefold-tickets-'));
  let ids = 0;
  tickets = createTickets(join(folder, 'moving'), () => `t${++ids}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a ticket is good for one move, in its own direction', () => {
  const ticket = tickets.issueUpload('orders.csv', 100);
  expect(tickets.redeem(ticket, 'download')).toBeNull();
  expect(tickets.redeem(ticket, 'upload')).toMatchObject({ fileName: 'orders.csv', maxBytes: 100 });
  expect(tickets.redeem(ticket, 'upload')).toBeNull();
});

test('an upload can be taken once it is there, and only then', () => {
  const ticket = tickets.issueUpload('orders.csv', 100);
  tickets.redeem(ticket, 'upload');
  expect(tickets.takeUpload(ticket)).toBeNull();
  tickets.done(ticket, null);
  expect(tickets.takeUpload(ticket)).toEqual({ path: join(folder, 'moving', 't1'), fileName: 'orders.csv' });
  expect(tickets.takeUpload(ticket)).toBeNull();
});

test('an upload that broke off cannot be taken', () => {
  const ticket = tickets.issueUpload('orders.csv', 100);
  tickets.redeem(ticket, 'upload');
  tickets.done(ticket, 'the window went away');
  expect(tickets.takeUpload(ticket)).toBeNull();
});

test('what was uploaded and never taken is removed at the end', () => {
  const ticket = tickets.issueUpload('orders.csv', 100);
  const path = tickets.redeem(ticket, 'upload')?.path ?? '';
  writeFileSync(path, 'x');
  tickets.dispose();
  expect(existsSync(path)).toBe(false);
});

test('a file made for a download is gone once it was fetched', () => {
  const path = tickets.newPath();
  writeFileSync(path, 'x');
  const ticket = tickets.issueDownload(path, 'orders.csv', 'text/csv');
  expect(tickets.redeem(ticket, 'download')?.path).toBe(path);
  tickets.done(ticket, null);
  expect(existsSync(path)).toBe(false);
});

test('a download of a file that is not ours leaves it where it is', () => {
  const path = join(folder, 'theirs.csv');
  writeFileSync(path, 'x');
  const ticket = tickets.issueDownload(path, 'theirs.csv', 'text/csv');
  tickets.redeem(ticket, 'download');
  tickets.done(ticket, null);
  expect(existsSync(path)).toBe(true);
});
