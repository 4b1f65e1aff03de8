import { memo } from 'react';
import { SYSTEM_LABELS, type System } from '#shared/domain/systems.ts';

/** Two letters and a colour for a source system; the name for those who hover or listen. */
export const SystemBadge = memo(function SystemBadge({ system, small = false }: { system: System; small?: boolean }) {
  const { name, badge, family } = SYSTEM_LABELS[system];
  return (
    <span className={`sys ${family} ${small ? 'small' : ''}`} role="img" aria-label={name} title={name}>
      <span aria-hidden="true">{badge}</span>
    </span>
  );
});

/** The systems of a record's cluster. More than `most` end in a count. */
export const SystemBadges = memo(function SystemBadges({ systems, most = 5 }: { systems: readonly System[]; most?: number }) {
  const rest = systems.length - most;
  return (
    <span className="systems">
      {withOrdinals(systems.slice(0, most)).map(({ key, system }) => (
        <SystemBadge key={key} system={system} small />
      ))}
      {rest > 0 && <span className="faint">+{rest}</span>}
    </span>
  );
});

/** The same system may stand twice, for two records of one shop: `shopify 1`, `shopify 2`. */
function withOrdinals(systems: readonly System[]): { key: string; system: System }[] {
  const seen = new Map<System, number>();
  return systems.map((system) => {
    const nth = (seen.get(system) ?? 0) + 1;
    seen.set(system, nth);
    return { key: `${system} ${nth}`, system };
  });
}
