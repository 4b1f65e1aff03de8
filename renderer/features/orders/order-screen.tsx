/** One sale across every system: what it is, what happened where, every id, where each value comes from, and its log. */
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, FileSearch, Scissors, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { OrderPage } from '#shared/contract/orders.ts';
import { attempt, newCommandId, useAct } from '../../app/act.ts';
import { SplitDialog } from '../../app/split-dialog.tsx';
import { ValueOriginPanel } from '../../app/value-origin.tsx';
import { useClient } from '../../client/context.tsx';
import { problemOf } from '../../client/problems.ts';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { formatDay, formatInstant, formatMoney, plural } from '../../design/format.ts';
import { ProblemNotice } from '../../design/notice.tsx';
import { runCommand, useCommand } from '../../keys/live.ts';
import './orders.css';
import { Lanes } from './lanes.tsx';
import { type Looked, OrderFields } from './order-fields.tsx';
import { OrderIds } from './order-ids.tsx';
import { OrderLog } from './order-log.tsx';
import { OrderPosition } from './order-position.tsx';

export function OrderScreen({ orderId, zone }: { orderId: string; zone: string }) {
  const client = useClient();
  const found = useQuery(queries.order(client, orderId));
  if (found.error !== null) return <ProblemNotice problem={problemOf(found.error)} />;
  if (found.data === undefined) return <div className="order" aria-busy="true" />;
  if (found.data === null)
    return (
      <EmptyState icon={<FileSearch />} title="This order is not in the book now" actions={<Link href="/orders">All orders</Link>}>
        Its import may have been undone. The record itself is kept: redo the import under Sources and it is back, with its id.
      </EmptyState>
    );
  return <Order key={found.data.orderId} order={found.data} zone={zone} />;
}

function Order({ order, zone }: { order: OrderPage; zone: string }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const [chosen, setLooked] = useState<Looked | null>(null);
  // A record that was taken out of the order takes its value with it.
  const looked = order.members.some(({ recordId }) => recordId === chosen?.recordId) ? chosen : firstLook(order);
  const [splitting, setSplitting] = useState(false);
  const { head } = order;
  const back = () => navigate('/orders');
  const splittable = order.members.length > 1;
  useCommand('back', back);
  useCommand('takeOut', () => setSplitting(true), splittable);
  useCommand(
    'exportTrail',
    () => void attempt(() => client.exports.start({ what: 'audit-pack', format: 'zip', orderId: order.orderId })),
  );
  return (
    <div className="order" data-keys="order">
      <div className="order-main">
        <div className="order-top">
          <Button tone="quiet" className="order-back-button" icon={<ArrowLeft aria-hidden="true" />} command="back" onClick={back}>
            Orders
          </Button>
          <h1>Order {head.number}</h1>
          <span className={`tag ${head.conflict === null ? '' : 'warn'}`}>{head.conflict ?? head.joinLabel}</span>
          <span className="muted mono">{order.orderId}</span>
          {head.totalMinor !== null && head.currency !== null && (
            <span className="order-amount num">{formatMoney(head.totalMinor, head.currency)}</span>
          )}
          <p className="muted order-back">
            {[
              head.client,
              head.placedAt === null ? null : `placed ${formatDay(head.placedAt, head.placedDayOnly ? 'UTC' : zone)}`,
              head.status,
            ]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
          </p>
        </div>
        <Sums order={order} />
        <section className="order-section">
          <h2>What happened, where</h2>
          <Lanes lanes={order.lanes} zone={zone} />
        </section>
        <OrderPosition orderId={order.orderId} zone={zone} onTotal={() => setLooked(firstLook(order))} />
        <section className="order-section">
          <h2>What it says</h2>
          <OrderFields order={order} looked={looked} onLook={setLooked} />
        </section>
        <Decisions order={order} zone={zone} />
        <section className="order-section">
          <h2>Change log of this order</h2>
          <OrderLog orderId={order.orderId} zone={zone} />
        </section>
      </div>
      <aside className="order-aside" aria-label="Ids and proof">
        <section aria-label="One order, every id">
          <h2>One order, every id</h2>
          <OrderIds order={order} />
          {splittable && (
            <p className="order-split">
              <Button icon={<Scissors aria-hidden="true" />} command="takeOut" onClick={() => setSplitting(true)}>
                Take records out…
              </Button>
            </p>
          )}
        </section>
        {looked !== null && <ValueOriginPanel recordId={looked.recordId} field={looked.field} zone={zone} />}
        <section>
          <h2>Proof</h2>
          <p className="muted">
            {order.logCount === 0
              ? 'No decision was made on this order yet.'
              : `${plural(order.logCount, 'entry', 'entries')} of the change log ${order.logCount === 1 ? 'speaks' : 'speak'} of it.`}{' '}
            Each entry holds the hash of the one before.
          </p>
          <p className="order-split">
            <Button command="exportTrail" onClick={() => runCommand('exportTrail')}>
              Export this order’s trail
            </Button>
          </p>
        </section>
      </aside>
      {splitting && <SplitDialog order={order} onClose={() => setSplitting(false)} />}
    </div>
  );
}

/** The total, if there is one: the value that people ask about first. */
function firstLook(order: OrderPage): Looked | null {
  const total =
    order.fields.find(({ field, recordId }) => field === 'total' && recordId !== null) ??
    order.fields.find(({ recordId }) => recordId !== null);
  return total === undefined || total.recordId === null ? null : { recordId: total.recordId, field: total.field };
}

/** Merging changes the canonical total, never what the sources say. */
function Sums({ order }: { order: OrderPage }) {
  const { sources, canonical } = order.sums;
  return (
    <dl className="order-sums">
      <div>
        <dt>Canonical total</dt>
        <dd>{canonical === null ? '–' : `${canonical.text} ${canonical.currency ?? ''}`}</dd>
      </div>
      <div>
        <dt>Sum of what {order.members.length === 1 ? 'the source says' : `${order.members.length} sources say`}</dt>
        <dd>{sources.map((sum) => `${sum.text} ${sum.currency ?? ''}`).join(' + ') || '–'}</dd>
      </div>
      <div>
        <dt>Records joined</dt>
        <dd>{order.members.length}</dd>
      </div>
      <div>
        <dt>Payments and bookings</dt>
        <dd>{order.linked.filter(({ reportOf }) => reportOf === null).length}</dd>
      </div>
    </dl>
  );
}

/** Merges and splits that made this order what it is; each can be taken back, at any time. */
function Decisions({ order, zone }: { order: OrderPage; zone: string }) {
  const act = useAct();
  if (order.decisions.length === 0) return null;
  return (
    <section className="order-section">
      <h2>Decisions</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Decision</th>
            <th scope="col">Why</th>
            <th scope="col">
              <span className="sr-only">Take back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {order.decisions.map((decision) => (
            <tr key={decision.decisionId}>
              <td>{formatInstant(decision.at, zone)}</td>
              <td>{decision.actor}</td>
              <td>{decision.withdrawn ? <del>{decision.label}</del> : decision.label}</td>
              <td className="muted">{decision.reason}</td>
              <td className="num">
                {!decision.withdrawn && (
                  <Button
                    tone="quiet"
                    icon={<Undo2 aria-hidden="true" />}
                    onClick={() =>
                      void act((client) =>
                        client.review.withdraw({
                          commandId: newCommandId(),
                          decisionId: decision.decisionId,
                          reasonCode: null,
                          reasonText: null,
                        }),
                      )
                    }
                  >
                    {decision.kind === 'together' ? 'Unmerge' : 'Take back'}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
