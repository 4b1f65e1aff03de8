import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useRef, useState } from 'react';
import type { OrderRow } from '#shared/contract/orders.ts';
import { useClient } from '../../client/context.tsx';
import { queries } from '../../client/queries.ts';
import { Button } from '../../design/button.tsx';
import { Money } from '../../design/money.tsx';
import { SystemBadges } from '../../design/system-badge.tsx';

const SHOWN = 6;

/** One order, looked up by what people remember of it: a combobox with a list (APG), Enter takes the one that is marked. */
export function OrderPicker({
  label,
  orderId,
  onChoose,
}: {
  label: string;
  orderId: string | null;
  onChoose: (orderId: string | null) => void;
}) {
  const client = useClient();
  const chosen = useQuery({ ...queries.order(client, orderId ?? ''), enabled: orderId !== null });
  const head = orderId === null ? null : (chosen.data?.head ?? null);
  return (
    <div className="models-card order-picker">
      {orderId === null || chosen.data === null ? (
        <Lookup label={label} missing={orderId} onChoose={onChoose} />
      ) : (
        <>
          <h2>{label}</h2>
          <div className="order-chosen">
            {head === null ? <span className="faint">…</span> : <OrderLine order={head} />}
            <Button tone="quiet" onClick={() => onChoose(null)}>
              Another
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function Lookup({ label, missing, onChoose }: { label: string; missing: string | null; onChoose: (orderId: string) => void }) {
  const client = useClient();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const asked = useDeferredValue(text.trim());
  const { data } = useQuery({ ...queries.ordersNamed(client, asked, SHOWN), enabled: asked !== '' });
  const rows = asked === '' ? [] : (data?.rows ?? []);
  const at = Math.min(marked, rows.length - 1);
  return (
    <>
      <label htmlFor={id} className="order-picker-label">
        {label}
      </label>
      <input
        id={id}
        ref={input}
        className="input"
        type="search"
        role="combobox"
        autoComplete="off"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
        placeholder="Number, client, e-mail, any id"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMarked(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setMarked(Math.min(at + 1, rows.length - 1));
          else if (event.key === 'ArrowUp') setMarked(Math.max(at - 1, 0));
          else if (event.key === 'Enter' && rows[at] !== undefined) onChoose(rows[at].orderId);
          else return;
          event.preventDefault();
        }}
      />
      {missing !== null && <p className="muted">The book holds no order {missing}.</p>}
      <div id={`${id}-list`} role="listbox" aria-label={`${label}: found`} className="order-found">
        {rows.map((row, i) => (
          // Chosen with the keyboard through the field, which owns the list.
          <div
            key={row.orderId}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className={i === at ? 'on' : ''}
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(row.orderId);
            }}
          >
            <OrderLine order={row} />
          </div>
        ))}
      </div>
      {asked !== '' && data !== undefined && rows.length === 0 && <p className="muted">No order fits.</p>}
    </>
  );
}

function OrderLine({ order }: { order: OrderRow }) {
  return (
    <span className="order-line">
      <SystemBadges systems={order.systems} most={4} />
      <strong>{order.number}</strong>
      <span className="order-line-client muted">{order.client}</span>
      <Money amountMinor={order.totalMinor} currency={order.currency} />
    </span>
  );
}
