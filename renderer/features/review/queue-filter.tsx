import { SlidersHorizontal, X } from 'lucide-react';
import { type ReactElement, useRef, useState } from 'react';
import { exponentOf } from '#shared/domain/money.ts';
import { isSystem, SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { Button } from '../../design/button.tsx';
import { FacetGroup, toggled } from '../../design/facets.tsx';
import { Field } from '../../design/field.tsx';
import { formatMoney } from '../../design/format.ts';
import { Popover } from '../../design/popover.tsx';
import { SystemBadge } from '../../design/system-badge.tsx';
import { useCommand } from '../../keys/live.ts';
import { reviewActions, useReview } from './store.ts';
import { useBookCurrency } from './use-book-currency.ts';
import type { QueuePage } from './use-queue.ts';

const BANDS = { certain: 'Certain', likely: 'Likely', possible: 'Possible' } as const;
type Band = keyof typeof BANDS;
const AMOUNTS = [0, 100, 1_000, 10_000];

/** What the queue shows: each filter in force is a chip that takes it out again. */
export function QueueFilter({ facets }: { facets: QueuePage['facets'] | undefined }) {
  const filter = useReview((state) => state.filter);
  const currency = useBookCurrency();
  const [open, setOpen] = useState(false);
  const text = useRef<HTMLInputElement>(null);
  useCommand('filter', () => setOpen(true));
  const unit = 10 ** exponentOf(currency);

  const chips: ReactElement[] = [
    ...(filter.order === 'settles' ? [chip('What settles most first', () => reviewActions.filter({ order: 'surest' }))] : []),
    ...(filter.text === '' ? [] : [chip(`“${filter.text}”`, () => reviewActions.filter({ text: '' }))]),
    ...filter.bands.map((band) => chip(BANDS[band], () => reviewActions.filter({ bands: toggled(filter.bands, band) }))),
    ...(filter.minAmountMinor === 0
      ? []
      : [chip(`≥ ${formatMoney(filter.minAmountMinor, currency)}`, () => reviewActions.filter({ minAmountMinor: 0 }))]),
    ...filter.systems.map((system) =>
      chip(SYSTEM_LABELS[system].name, () => reviewActions.filter({ systems: toggled(filter.systems, system) })),
    ),
    ...(filter.conflict === null
      ? []
      : [chip(filter.conflict ? 'With conflicts' : 'No conflicts', () => reviewActions.filter({ conflict: null }))]),
  ];

  return (
    <div className="queue-filters">
      <Popover
        label="Filter the queue"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className="tag queue-filter" aria-keyshortcuts="F">
            <SlidersHorizontal aria-hidden="true" />
            {chips.length === 0 ? 'All systems, any amount' : 'Filter'}
          </button>
        }
      >
        <Field label="Client, number or id">
          {(slots) => (
            <input
              {...slots}
              ref={text}
              className="input"
              type="search"
              value={filter.text}
              onChange={(event) => reviewActions.filter({ text: event.target.value })}
            />
          )}
        </Field>
        <Field label="Order" hint={filter.order === 'settles' ? 'An answer speaks for all pairs that look alike' : undefined}>
          {(slots) => (
            <select
              {...slots}
              className="input"
              value={filter.order ?? 'surest'}
              onChange={(event) => reviewActions.filter({ order: event.target.value === 'settles' ? 'settles' : 'surest' })}
            >
              <option value="surest">What is nearly certain first</option>
              <option value="settles">What settles most first</option>
            </select>
          )}
        </Field>
        <FacetGroup
          label="How sure"
          facets={facets?.bands ?? []}
          selected={filter.bands}
          onToggle={(value) => isBand(value) && reviewActions.filter({ bands: toggled(filter.bands, value) })}
        />
        <Field label="Amount at stake">
          {(slots) => (
            <select
              {...slots}
              className="input"
              value={filter.minAmountMinor}
              onChange={(event) => reviewActions.filter({ minAmountMinor: Number(event.target.value) })}
            >
              {AMOUNTS.map((amount) => (
                <option key={amount} value={amount * unit}>
                  {amount === 0 ? 'Any amount' : `${formatMoney(amount * unit, currency)} and more`}
                </option>
              ))}
            </select>
          )}
        </Field>
        <FacetGroup
          label="Systems"
          facets={facets?.systems ?? []}
          selected={filter.systems}
          mark={(value) => (isSystem(value) ? <SystemBadge system={value} small /> : null)}
          onToggle={(value) => isSystem(value) && reviewActions.filter({ systems: toggled(filter.systems, value) })}
        />
        <FacetGroup
          label="Conflicts"
          facets={facets?.conflicts ?? []}
          selected={filter.conflict === null ? [] : [String(filter.conflict)]}
          onToggle={(value) => reviewActions.filter({ conflict: String(filter.conflict) === value ? null : value === 'true' })}
        />
        <Button disabled={chips.length === 0} onClick={() => reviewActions.clearFilter()}>
          Show all
        </Button>
      </Popover>
      {chips}
    </div>
  );
}

function chip(label: string, onRemove: () => void): ReactElement {
  return (
    <button key={label} type="button" className="tag info queue-chip" aria-label={`Remove filter: ${label}`} onClick={onRemove}>
      {label}
      <X aria-hidden="true" />
    </button>
  );
}

function isBand(value: string): value is Band {
  return Object.hasOwn(BANDS, value);
}
