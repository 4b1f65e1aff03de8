import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Invoices of two books: `id, number, client, total, issued, due` each. */
export const INVOICES: MatchSpecInput = {
  name: 'invoices',
  tables: [
    {
      name: 'ours',
      id: 'id',
    },
    {
      name: 'theirs',
      id: 'id',
    },
  ],
  relation: 'one-to-one',
  fields: [
    {
      name: 'number',
      from: 'number',
      as: 'digits',
      make: ['dropZeros'],
    },
    {
      name: 'client',
      from: 'client',
      as: 'company',
    },
    {
      name: 'amount',
      from: 'total',
      as: 'amount',
    },
    {
      name: 'issued',
      from: 'issued',
      as: 'date',
    },
    {
      name: 'due',
      from: 'due',
      as: 'date',
    },
  ],
  comparisons: [
    {
      name: 'number',
      label: 'Invoice number',
      field: 'number',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'Same number',
        },
        {
          when: {
            test: 'edits',
            atMost: 1,
          },
          says: 'One digit of the number differs',
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
            test: 'equal',
            field: 'client',
          },
          says: 'Same client',
        },
        {
          when: {
            test: 'cut',
            field: 'client',
            atLeast: 6,
          },
          says: 'Name cut',
        },
        {
          when: {
            test: 'wordsWithin',
            field: 'client',
            atLeast: 2,
          },
          says: 'One name stands in the other',
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
      name: 'dates',
      label: 'Dates',
      levels: [
        {
          when: {
            all: [
              {
                test: 'equal',
                field: 'issued',
              },
              {
                test: 'equal',
                field: 'due',
              },
            ],
          },
          says: 'Issued and due on the same days',
        },
        {
          when: {
            test: 'equal',
            field: 'issued',
          },
          says: 'Issued on the same day',
        },
        {
          when: {
            test: 'within',
            field: 'issued',
            atMost: 3,
          },
          says: 'Issued within three days',
        },
        {
          when: {
            test: 'equal',
            field: 'due',
          },
          says: 'Due on the same day',
        },
        {
          when: {
            test: 'within',
            field: 'issued',
            atMost: 31,
          },
          says: 'Issued within a month',
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
      name: 'total',
      key: ['amount'],
      window: {
        field: 'issued',
        from: -31,
        to: 31,
      },
    },
    {
      name: 'client',
      key: ['client'],
      window: {
        field: 'issued',
        from: -5,
        to: 5,
      },
    },
    {
      name: 'start of the client',
      key: ['client.first:5'],
      window: {
        field: 'issued',
        from: -3,
        to: 3,
      },
    },
  ],
};
