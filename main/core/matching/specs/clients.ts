import type { MatchSpecInput } from '#shared/contract/match-spec.ts';

/** Clients that stand several times in one table: `id, name, email, phone, street, zip, city`. */
export const CLIENTS: MatchSpecInput = {
  name: 'clients',
  tables: [
    {
      name: 'clients',
      id: 'id',
    },
  ],
  fields: [
    {
      name: 'client',
      from: 'name',
      as: 'company',
    },
    {
      name: 'email',
      from: 'email',
      as: 'email',
    },
    {
      name: 'phone',
      from: 'phone',
      as: 'phone',
    },
    {
      name: 'street',
      from: 'street',
      as: 'text',
    },
    {
      name: 'zip',
      from: 'zip',
      as: 'id',
    },
    {
      name: 'city',
      from: 'city',
      as: 'text',
    },
    {
      name: 'host',
      from: 'email',
      as: 'email',
      make: ['domain'],
    },
  ],
  comparisons: [
    {
      name: 'name',
      label: 'Name',
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
      name: 'contact',
      label: 'E-mail and phone',
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
                field: 'phone',
              },
            ],
          },
          says: 'Same e-mail and phone',
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
            field: 'phone',
          },
          says: 'Same phone',
        },
        {
          when: {
            test: 'edits',
            field: 'email',
            atMost: 2,
          },
          says: 'E-mails nearly the same',
        },
        {
          when: {
            test: 'equal',
            field: 'host',
          },
          says: 'E-mails of one host',
        },
      ],
    },
    {
      name: 'place',
      label: 'Place',
      levels: [
        {
          when: {
            all: [
              {
                test: 'equal',
                field: 'street',
              },
              {
                test: 'equal',
                field: 'zip',
              },
            ],
          },
          says: 'Same street and zip',
        },
        {
          when: {
            all: [
              {
                test: 'runs',
                field: 'street',
                atLeast: 0.5,
              },
              {
                test: 'equal',
                field: 'zip',
              },
            ],
          },
          says: 'Streets alike, same zip',
        },
        {
          when: {
            test: 'equal',
            field: 'zip',
          },
          says: 'Same zip',
        },
        {
          when: {
            test: 'equal',
            field: 'city',
          },
          says: 'Same city',
        },
      ],
    },
  ],
  passes: [
    {
      name: 'e-mail',
      key: ['email'],
    },
    {
      name: 'phone',
      key: ['phone'],
    },
    {
      name: 'rare words of the name',
      key: ['client.rareWords:2'],
    },
    {
      name: 'start of the name and zip',
      key: ['client.noSpaces.first:5', 'zip'],
    },
    {
      name: 'street and zip',
      key: ['street', 'zip'],
    },
  ],
};
