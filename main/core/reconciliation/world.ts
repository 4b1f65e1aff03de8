/** All that a reconciliation has found before it says what does not hold. */
import type { Banked } from './bank-links.ts';
import type { BookedOrders } from './booking-orders.ts';
import type { BookedPayouts } from './booking-payouts.ts';
import type { Booking } from './bookings.ts';
import type { Events } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import type { LinkList } from './link-list.ts';
import type { OrderFinder } from './order-finder.ts';
import type { Positions } from './outputs.ts';
import type { Answered } from './parents.ts';
import type { PaidOrders } from './payment-orders.ts';
import type { PaidOut } from './payouts.ts';
import type { TokenTable } from './token-table.ts';
import type { Verdicts } from './verdicts.ts';

export interface World {
  readonly input: ReconcileInput;
  readonly tokens: TokenTable;
  readonly events: Events;
  readonly verdicts: Verdicts;
  readonly links: LinkList;
  readonly finder: OrderFinder;
  readonly bookings: readonly Booking[];
  readonly booked: BookedOrders;
  readonly paid: PaidOrders;
  readonly answered: Answered;
  readonly paidOut: PaidOut;
  readonly banked: Banked;
  readonly bookedPayouts: BookedPayouts;
  readonly positions: Positions;
  /** See confirmedRefunds. */
  readonly confirmed: ReadonlyMap<number, number>;
  /** Disputes whose money came back (see disputeOutcome). */
  readonly returned: ReadonlySet<string>;
}
