import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Payments `id, reference, client, email, amount, currency, date` to orders `id, number, client, email, total, currency, date`. */
export const PAYMENTS_TO_ORDERS: MatchSpecInput = {
  name: 'payments-to-orders',
  tables: [
    {
      name: 'payments',
      id: 'id',
    },
    {
      name: 'orders',
      id: 'id',
    },
  ],
  relation: 'many-to-one',
  constraints: {
    agree: ['currency'],
  },
  fields: [
    {
      name: 'number',
      left: 'reference',
      right: 'number',
      as: 'reference',
      mustExist: true,
    },
    {
      name: 'currency',
      from: 'currency',
      as: 'id',
    },
    {
      name: 'client',
      from: 'client',
      as: 'company',
    },
    {
      name: 'email',
      from: 'email',
      as: 'email',
    },
    {
      name: 'amount',
      left: 'amount',
      right: 'total',
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
      name: 'number',
      label: 'Order number',
      field: 'number',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'The payment names the order',
        },
      ],
    },
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
            test: 'transposed',
          },
          says: 'Two digits of the amount changed places',
        },
        {
          when: {
            test: 'withinShare',
            atMost: 0.05,
          },
          says: 'Amounts differ by no more than a fee would make',
        },
        {
          when: {
            test: 'withinShare',
            atMost: 0.27,
          },
          says: 'Amounts differ by no more than a tax would make',
        },
      ],
    },
    {
      name: 'client',
      label: 'Client',
      levels: [
        {
          when: {
            all: [
              {
                test: 'equal',
                field: 'email',
              },
              {
                any: [
                  {
                    test: 'equal',
                    field: 'client',
                  },
                  {
                    test: 'jaroWinkler',
                    field: 'client',
                    atLeast: 0.88,
                  },
                ],
              },
            ],
          },
          says: 'Same e-mail and name',
        },
        {
          when: {
            test: 'equal',
            field: 'email',
          },
          says: 'Same e-mail',
        },
        {
          when: {
            test: 'equal',
            field: 'client',
          },
          says: 'Same name',
        },
        {
          when: {
            any: [
              {
                test: 'cut',
                field: 'client',
                atLeast: 6,
              },
              {
                test: 'wordsWithin',
                field: 'client',
                atLeast: 2,
              },
            ],
          },
          says: 'Name cut, or one stands in the other',
        },
        {
          when: {
            test: 'jaroWinkler',
            field: 'client',
            atLeast: 0.9,
          },
          says: 'Names nearly the same',
        },
        {
          when: {
            test: 'words',
            field: 'client',
            atLeast: 0.4,
          },
          says: 'Names share words',
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
            from: -1,
            to: 0,
          },
          says: 'Paid on the day',
        },
        {
          when: {
            test: 'difference',
            from: -5,
            to: 1,
          },
          says: 'Paid within days',
        },
        {
          when: {
            test: 'difference',
            from: -35,
            to: 3,
          },
          says: 'Paid within a month',
        },
        {
          when: {
            test: 'difference',
            from: -100,
            to: 7,
          },
          says: 'Paid within the terms',
        },
      ],
    },
  ],
  passes: [
    {
      name: 'number',
      key: ['number'],
    },
    {
      name: 'amount',
      key: ['amount'],
      window: {
        field: 'day',
        from: -35,
        to: 3,
      },
    },
    {
      name: 'e-mail',
      key: ['email'],
      window: {
        field: 'day',
        from: -100,
        to: 7,
      },
    },
    {
      name: 'start of the client',
      key: ['client.first:5'],
      window: {
        field: 'day',
        from: -35,
        to: 3,
      },
    },
  ],
};
