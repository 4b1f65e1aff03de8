import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';

/** Base currency of the open book, for amounts that name none. */
export function useBookCurrency(): string {
  const client = useClient();
  const { data: book } = useQuery(queries.book(client));
  return book?.baseCurrency ?? 'USD';
}
