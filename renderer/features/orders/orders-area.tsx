import { useRoute } from 'wouter';
import type { BookSummary } from '#shared/contract/book.ts';
import { OrderScreen } from './order-screen.tsx';
import { OrdersScreen } from './orders-screen.tsx';

/** `#/orders`: the table. `#/orders/ord_…`: one order, by any id it was ever shown under. */
export default function OrdersArea({ book }: { book: BookSummary }) {
  const [isOne, params] = useRoute('/orders/:orderId');
  return isOne ? (
    <OrderScreen orderId={params.orderId} zone={book.timeZone} />
  ) : (
    <OrdersScreen zone={book.timeZone} baseCurrency={book.baseCurrency} />
  );
}
