import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoUtc } from '#shared/domain/instant.ts';
import { type DateOrder, DateReader, dateEvidence } from './dates.ts';

function read(text: string, { order = null as DateOrder | null, zone = 'UTC', utc = false } = {}) {
  const instant = new DateReader(order, zone, utc).read(text);
  return typeof instant === 'string' ? instant : `${isoUtc(instant.ms).replace('.000Z', 'Z')} ${instant.precision}`;
}

describe('instants that carry their offset', () => {
  it.each([
    ['2026-09-03 10:15:00 -0400', '2026-09-03T14:15:00Z exact'],
    ['2026-08-01 09:16:04 +0530', '2026-08-01T03:46:04Z exact'],
    ['2026-04-10T09:15:00Z', '2026-04-10T09:15:00Z exact'],
    ['2003-10-03T16:00:00-07:00', '2003-10-03T23:00:00Z exact'],
    ['2022-05-31T17:55:44.964+00:00', '2022-05-31T17:55:44.964Z exact'],
    ['2026-06-16 00:00:00 UTC', '2026-06-16T00:00:00Z exact'],
    ['Sep 4, 2026 1:05:07 AM PDT', '2026-09-04T08:05:07Z exact'],
    ['Sep 15, 2026 12:00:00 AM PDT', '2026-09-15T07:00:00Z exact'],
    ['4 Sep 2026 12:30:00 pm CEST', '2026-09-04T10:30:00Z exact'],
    ['2026-09-04 10:15 AEST', '2026-09-04T00:15:00Z exact'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('wall-clock times', () => {
  it.each([
    ['2026-07-01 12:00:00', 'America/New_York', '2026-07-01T16:00:00Z local'],
    ['2026-01-01 12:00:00', 'America/New_York', '2026-01-01T17:00:00Z local'],
    ['2017-05-07 0:00:00', 'UTC', '2017-05-07T00:00:00Z local'],
    ['2021-02-03 13:12', 'UTC', '2021-02-03T13:12:00Z local'],
    // Clocks go back at 03:00 on 25 October 2026: the earlier of the two readings. They go forward at 02:00 on 29 March.
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z local'],
    ['2026-10-25 03:30:00', 'Europe/Berlin', '2026-10-25T02:30:00Z local'],
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z local'],
    ['2026-03-29 03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00Z local'],
  ])('%s in %s', (text, zone, expected) => expect(read(text, { zone })).toBe(expected));

  it('are exact where the layout says UTC', () =>
    expect(read('2026-03-02 14:31', { zone: 'Asia/Tokyo', utc: true })).toBe('2026-03-02T14:31:00Z exact'));
});

describe('dates', () => {
  it.each<[string, DateOrder | null, string]>([
    ['2026-09-03', null, '2026-09-03T00:00:00Z day'],
    ['20260903', null, '2026-09-03T00:00:00Z day'],
    ['2026/9/3', null, '2026-09-03T00:00:00Z day'],
    ['03.09.2026', null, '2026-09-03T00:00:00Z day'],
    ['03/09/2026', 'dmy', '2026-09-03T00:00:00Z day'],
    ['03/09/2026', 'mdy', '2026-03-09T00:00:00Z day'],
    ['3/9/26', 'mdy', '2026-03-09T00:00:00Z day'],
    ['26/03/09', 'ymd', '2026-03-09T00:00:00Z day'],
    ['13/09/2026', null, '2026-09-13T00:00:00Z day'],
    ['09/13/2026', null, '2026-09-13T00:00:00Z day'],
    ['05/05/2026', null, '2026-05-05T00:00:00Z day'],
    ['Sep 4, 2026', null, '2026-09-04T00:00:00Z day'],
    ['4-Sep-26', null, '2026-09-04T00:00:00Z day'],
    ['3/4/2026 1:05 PM', 'mdy', '2026-03-04T13:05:00Z local'],
  ])('%s (%s)', (text, order, expected) => expect(read(text, { order })).toBe(expected));

  it.each<[string, DateOrder | null, string]>([
    ['03/09/2026', null, 'open'],
    ['31/02/2026', 'dmy', 'not_a_date'],
    ['13/25/2026', 'dmy', 'not_a_date'],
    ['09/13/2026', 'dmy', 'not_a_date'],
    ['2026-02-30', null, 'not_a_date'],
    ['2026-13-01', null, 'not_a_date'],
    ['2026-09-03 25:00:00', null, 'not_a_date'],
    ['2026-09-03 10:61', null, 'not_a_date'],
    ['2026-09-03 13:00 PM', null, 'not_a_date'],
    ['2026-09-03 10:15 IST', null, 'unknown_zone'],
    ['2026-09-03Q', null, 'not_a_date'],
    ['0/0/0', null, 'not_a_date'],
    ['soon', null, 'not_a_date'],
    ['1234.50', null, 'not_a_date'],
  ])('%s (%s) is not read: %s', (text, order, problem) => expect(read(text, { order })).toBe(problem));
});

it('reads any ISO instant back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      expect(read(isoUtc(seconds * 1000))).toBe(`${isoUtc(seconds * 1000).replace('.000Z', 'Z')} exact`);
    }),
  );
});

it.each([
  ['13/01/2026', 'dmy'],
  ['01/13/2026', 'mdy'],
  ['01/02/2026', 'open'],
  ['02/02/2026', 'none'],
  ['2026-01-02', 'same'],
  ['01.02.2026', 'same'],
  ['Jan 2, 2026', 'same'],
  ['Beginning Balance', 'none'],
  ['', 'none'],
])('%j is evidence of %s', (text, evidence) => expect(dateEvidence(text)).toBe(evidence));

it('does not brood over a megabyte of blanks', () => {
  expect(read(`2026-09-03 10:15${' '.repeat(1_000_000)}x`)).toBe('not_a_date');
  expect(dateEvidence(`1/2/2026${' '.repeat(1_000_000)}`)).toBe('none');
});
