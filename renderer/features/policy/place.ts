/** An account as its pages call it. Pure. */
import type { CoverageStretch } from '#shared/contract/policy.ts';
import { SYSTEM_LABELS } from '#shared/domain/systems.ts';

type Place = Pick<CoverageStretch, 'system' | 'account' | 'inside'>;

/** "Bank main DE12 …"; an account inside that bears the name of the source is named once. */
export function placeName({ system, account, inside }: Place): string {
  return [SYSTEM_LABELS[system].name, account, inside === account ? null : inside]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}
