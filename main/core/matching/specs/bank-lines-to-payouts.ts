import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Payouts `id, processor, amount, currency, date` to bank lines `id, text, amount, currency, date`: money arrives after it leaves. */
export const BANK_LINES_TO_PAYOUTS: MatchSpecInput = {
  name: 'bank-lines-to-payouts',
  tables: [
    {
      name: 'payouts',
      id: 'id',
    },
    {
      name: 'lines',
      id: 'id',
    },
  ],
  relation: 'one-to-one',
  constraints: {
    agree: ['currency'],
  },
  fields: [
    {
      name: 'currency',
      from: 'currency',
      as: 'id',
    },
    {
      name: 'processor',
      left: 'processor',
      right: 'text',
      as: 'text',
    },
    {
      name: 'code',
      left: 'id',
      right: 'text',
      as: 'text',
    },
    {
      name: 'amount',
      from: 'amount',
      as: 'amount',
    },
    {
      name: 'day',
      from: 'date',
      as: 'date',
    },
  ],
  comparisons: [
    {
      name: 'amount',
      label: 'Amount',
      field: 'amount',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'Same amount',
        },
        {
          when: {
            test: 'within',
            atMost: 2,
          },
          says: 'Amounts differ by rounding',
        },
        {
          when: {
            test: 'withinShare',
            atMost: 0.03,
          },
          says: 'Amounts differ by no more than a rate of exchange',
        },
      ],
    },
    {
      name: 'day',
      label: 'Date',
      field: 'day',
      levels: [
        {
          when: {
            test: 'difference',
            from: 0,
            to: 2,
          },
          says: 'Arrived within two days',
        },
        {
          when: {
            test: 'difference',
            from: 3,
            to: 5,
          },
          says: 'Arrived within five days',
        },
        {
          when: {
            test: 'difference',
            from: 6,
            to: 10,
          },
          says: 'Arrived within ten days',
        },
      ],
    },
    {
      name: 'text',
      label: 'Text',
      levels: [
        {
          when: {
            test: 'contains',
            field: 'code',
          },
          says: 'The line names the payout',
        },
        {
          when: {
            test: 'contains',
            field: 'processor',
          },
          says: 'The line names the processor',
        },
      ],
    },
  ],
  passes: [
    {
      name: 'amount',
      key: ['amount'],
      window: {
        field: 'day',
        from: 0,
        to: 10,
      },
    },
    {
      name: 'nearly the amount',
      key: ['amount.band:6'],
      window: {
        field: 'day',
        from: 0,
        to: 6,
      },
    },
  ],
};
