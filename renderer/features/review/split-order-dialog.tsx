import { useQuery } from '@tanstack/react-query';
import { SplitDialog } from '../../app/split-dialog.tsx';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';

/** Splits the order that a record on this screen lies in. Draws nothing until the order is there. */
export function SplitOrderDialog({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const client = useClient();
  const { data: order } = useQuery(queries.order(client, orderId));
  return order == null ? null : <SplitDialog order={order} onClose={onClose} />;
}
