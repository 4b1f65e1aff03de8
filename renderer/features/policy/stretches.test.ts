import { expect, test } from 'vitest';
import type { CoverageStretch } from '#shared/contract/policy.ts';
import { addDays, countDays, coveredAccounts, placeIn, wholeSpan } from './stretches.ts';

const stretch = (fromDay: string, toDay: string, account = 'main'): CoverageStretch => ({
  system: 'bank',
  account,
  inside: null,
  fromDay,
  toDay,
  basis: 'observed',
});

test('accounts with their stretches in order, and the days between them', () => {
  const [first, second] = coveredAccounts(
    [stretch('2026-03-10', '2026-03-31'), stretch('2026-01-01', '2026-02-28'), stretch('2026-01-01', '2026-01-31', 'other')],
    [],
  );
  expect(first?.stretches.map(({ fromDay }) => fromDay)).toEqual(['2026-01-01', '2026-03-10']);
  expect(first?.gaps).toEqual([{ fromDay: '2026-03-01', toDay: '2026-03-09' }]);
  expect(second?.gaps).toEqual([]);
});

test('what a person said of an account stands, though no file speaks of it', () => {
  const said = { ...stretch('2026-01-01', '2026-01-31'), lacks: false, decisionId: 1, actor: 'Ana', at: 0 };
  expect(coveredAccounts([], [said])[0]).toMatchObject({ stretches: [], gaps: [], decisions: [{ decisionId: 1 }] });
});

test('days are counted with both ends, also over a leap day', () => {
  expect(countDays({ fromDay: '2024-02-28', toDay: '2024-03-01' })).toBe(3);
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});

test('a bar lies where its days are', () => {
  const accounts = coveredAccounts([stretch('2026-01-01', '2026-01-05'), stretch('2026-01-10', '2026-01-10')], []);
  const span = wholeSpan(accounts);
  expect(span).toEqual({ fromDay: '2026-01-01', toDay: '2026-01-10' });
  expect(placeIn(span ?? stretch('', ''), { fromDay: '2026-01-01', toDay: '2026-01-05' })).toEqual({ left: 0, width: 0.5 });
  expect(wholeSpan([])).toBeNull();
});
