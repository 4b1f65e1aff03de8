import type { OrderPage } from '#shared/contract/orders.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';
import { formatDay } from '../../design/format.ts';
import { SystemBadge } from '../../design/system-badge.tsx';
import { columnStarts, placeEvents, spanOf } from './lane-layout.ts';

const ROW_PX = 30;
const LANE_PX = 38;

/** What happened in which system, on one time line. */
export function Lanes({ lanes, zone }: { lanes: OrderPage['lanes']; zone: string }) {
  const span = spanOf(
    lanes.flatMap((lane) => lane.events.map((event) => event.at)),
    zone,
  );
  if (span === null) return <p className="faint">No source gave a time for this order.</p>;
  return (
    <ul className="lanes-list" aria-label="What happened, where">
      {lanes.map((lane) => {
        const placed = placeEvents(lane.events, span);
        const rows = Math.max(1, ...placed.map(({ row }) => row + 1));
        return (
          <li key={lane.system} className="lanes">
            <div className="lane-name">
              <SystemBadge system={lane.system} />
              {SYSTEM_LABELS[lane.system].name}
            </div>
            <ul className="lane" style={{ minHeight: LANE_PX + (rows - 1) * ROW_PX }}>
              {lane.events.map((event, i) => {
                const at = placed[i];
                if (at === undefined) return null;
                return (
                  <li
                    key={`${event.recordId} ${event.label} ${event.at}`}
                    className={`lane-event ${event.tone}`}
                    title={formatDay(event.at, zone)}
                    style={{
                      top: 8 + at.row * ROW_PX,
                      ...(at.fromRight ? { right: 2 } : { left: `${at.leftPercent}%` }),
                    }}
                  >
                    {event.label}
                  </li>
                );
              })}
            </ul>
          </li>
        );
      })}
      <li className="lanes" aria-hidden="true">
        <div className="lane-axis">
          {columnStarts(span).map((start) => (
            <span key={start}>{formatDay(start, zone).replace(/ \d{4}$/, '')}</span>
          ))}
        </div>
      </li>
    </ul>
  );
}
