import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Payments `id, client, amount, date` with the lines of their remittances `payment, invoice, amount` to invoices `id, number, client, total, date`. */
export const PAYMENTS_TO_INVOICES: MatchSpecInput = {
  name: 'payments-to-invoices',
  tables: [
    {
      name: 'payments',
      id: 'id',
    },
    {
      name: 'invoices',
      id: 'id',
    },
  ],
  attached: [
    {
      name: 'lines',
      to: 'payments',
      by: 'payment',
    },
  ],
  relation: 'many-to-many',
  constraints: {
    settles: {
      amount: 'full',
      first: 'day',
    },
  },
  fields: [
    {
      name: 'number',
      left: 'lines.invoice',
      right: 'number',
      as: 'digits',
      make: ['dropZeros'],
      mustExist: true,
    },
    {
      name: 'full',
      left: ['amount', 'lines.amount'],
      right: 'total',
      as: 'amount',
    },
    {
      name: 'amount',
      left: 'lines.amount',
      right: 'total',
      as: 'amount',
    },
    {
      name: 'paid',
      left: 'amount',
      right: 'total',
      as: 'amount',
    },
    {
      name: 'client',
      from: 'client',
      as: 'company',
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
      label: 'Invoice number',
      field: 'number',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'A line names the invoice',
        },
      ],
    },
    {
      name: 'amount',
      label: 'Amount',
      levels: [
        {
          when: {
            test: 'equal',
            field: 'amount',
          },
          says: 'A line pays the amount of the invoice',
        },
        {
          when: {
            test: 'equal',
            field: 'paid',
          },
          says: 'Paid the amount of the invoice',
        },
        {
          when: {
            any: [
              {
                test: 'withinShare',
                field: 'amount',
                atMost: 0.05,
              },
              {
                test: 'withinShare',
                field: 'paid',
                atMost: 0.05,
              },
            ],
          },
          says: 'Paid within 5 % of the amount',
        },
        {
          when: {
            any: [
              {
                test: 'withinShare',
                field: 'amount',
                atMost: 0.2,
              },
              {
                test: 'withinShare',
                field: 'paid',
                atMost: 0.2,
              },
            ],
          },
          says: 'Paid within 20 % of the amount',
        },
      ],
    },
    {
      name: 'client',
      label: 'Client',
      field: 'client',
      levels: [
        {
          when: {
            test: 'equal',
          },
          says: 'Same client',
        },
        {
          when: {
            test: 'cut',
            atLeast: 6,
          },
          says: 'Name cut',
        },
        {
          when: {
            test: 'abbreviates',
          },
          says: 'Initials of the client',
        },
        {
          when: {
            test: 'words',
            atLeast: 0.6,
          },
          says: 'Name of nearly the same words',
        },
        {
          when: {
            any: [
              {
                test: 'runs',
                atLeast: 0.5,
              },
              {
                test: 'jaroWinkler',
                atLeast: 0.9,
              },
            ],
          },
          says: 'Name alike',
        },
        {
          when: {
            test: 'words',
            atLeast: 0.3,
          },
          says: 'Name shares words',
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
            from: -100,
            to: 0,
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
      name: 'amount of a line',
      key: ['amount'],
    },
    {
      name: 'amount',
      key: ['paid'],
    },
    {
      name: 'client',
      key: ['client'],
    },
    {
      name: 'start of the client',
      key: ['client.first:4'],
    },
  ],
};
