/** Names exactly what was compared. A merge carries it back and is refused when a record or its order changed meanwhile. */

import type { BuiltOrder } from '#core/survivorship/build-orders.ts';
import { orderVersions } from '#core/survivorship/fold-versions.ts';
import { base32, type Sha256 } from '#shared/domain/ids.ts';
import { keyText } from '#shared/domain/source-record.ts';
import type { FoldedRecordRow } from '../records.ts';

/** Over the members of the orders, the versions of each and which order it lies in. */
export function comparedToken(orders: readonly BuiltOrder[], records: readonly FoldedRecordRow[], sha256: Sha256): string {
  const byId = new Map(records.map((record) => [record.recordId, record]));
  const said = orders
    .flatMap((order) =>
      order.members.map(({ recordId, key }) => [
        keyText(key),
        keyText(order.head.key),
        ...orderVersions(byId.get(recordId)?.versions ?? []).map(({ payloadHash }) => payloadHash),
      ]),
    )
    .map((words) => JSON.stringify(words))
    .sort();
  return base32(sha256(said.join('\n')), 32);
}
