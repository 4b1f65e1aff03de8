import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Orders of several systems in one table: `id, system, number, reference, client, email, zip, total, currency, date`. */
export const ORDERS_TABLE: MatchSpecInput = {
  name: 'orders',
  tables: [
    {
      name: 'orders',
      id: 'id',
    },
  ],
  constraints: {
    agree: ['currency'],
    distinct: ['system'],
  },
  fields: [
    {
      name: 'system',
      from: 'system',
      as: 'id',
    },
    {
      name: 'currency',
      from: 'currency',
      as: 'id',
    },
    {
      name: 'number',
      from: 'number',
      as: 'reference',
    },
    {
      name: 'reference',
      from: 'reference',
      as: 'reference',
    },
    {
      name: 'ids',
      from: ['number', 'reference'],
      as: 'reference',
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
      name: 'zip',
      from: 'zip',
      as: 'id',
    },
    {
      name: 'amount',
      from: 'total',
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
      name: 'reference',
      label: 'Reference',
      levels: [
        {
          when: {
            test: 'equal',
            field: 'reference',
            other: 'number',
          },
          says: 'One names the number of the other',
        },
        {
          when: {
            test: 'equal',
            field: 'reference',
          },
          says: 'Both name the same number',
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
                test: 'equal',
                field: 'client',
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
            all: [
              {
                test: 'equal',
                field: 'client',
              },
              {
                test: 'equal',
                field: 'zip',
              },
              {
                test: 'silent',
                field: 'email',
              },
            ],
          },
          says: 'Same name and zip',
        },
        {
          when: {
            all: [
              {
                test: 'equal',
                field: 'client',
              },
              {
                test: 'silent',
                field: 'email',
              },
            ],
          },
          says: 'Same name',
        },
        {
          when: {
            all: [
              {
                test: 'jaroWinkler',
                field: 'client',
                atLeast: 0.88,
              },
              {
                test: 'silent',
                field: 'email',
              },
            ],
          },
          says: 'Names alike',
        },
        {
          when: {
            test: 'equal',
            field: 'client',
          },
          says: 'Same name, another e-mail',
        },
      ],
    },
    {
      name: 'day',
      label: 'Placed',
      field: 'day',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'Same day',
        },
        {
          when: {
            test: 'within',
            atMost: 1,
          },
          says: 'A day apart',
        },
        {
          when: {
            test: 'within',
            atMost: 3,
          },
          says: 'Within three days',
        },
        {
          when: {
            test: 'within',
            atMost: 8,
          },
          says: 'Within about a week',
        },
        {
          when: {
            test: 'within',
            atMost: 35,
          },
          says: 'Within about a month',
        },
      ],
    },
  ],
  passes: [
    {
      name: 'number',
      key: ['ids'],
    },
    {
      name: 'e-mail and total',
      key: ['email', 'amount'],
    },
    {
      name: 'start of the name and total',
      key: ['client.first:6', 'amount'],
    },
    {
      name: 'total and day',
      key: ['amount'],
      window: {
        field: 'day',
        from: -2,
        to: 2,
      },
    },
    {
      name: 'e-mail and week',
      key: ['email'],
      window: {
        field: 'day',
        from: -8,
        to: 8,
      },
    },
    {
      name: 'start of the name and day',
      key: ['client.first:6'],
      window: {
        field: 'day',
        from: -2,
        to: 2,
      },
    },
  ],
};
