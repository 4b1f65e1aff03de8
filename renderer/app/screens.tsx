/** The screens of a book, in the order of the rail. A screen exists when it stands here. */
import { Copy, Inbox, Landmark, Rows3, Scale, ScrollText, Shield, Waypoints } from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import type { BookSummary } from '#shared/contract/book.ts';
import type { CommandId } from '../keys/map.ts';

export interface Screen {
  /** First part of its address: `#/duplicates`. */
  readonly path: string;
  readonly label: string;
  readonly icon: ComponentType<{ 'aria-hidden': 'true' }>;
  readonly command: CommandId;
  /** The figure beside its name in the rail. */
  readonly count: (counts: BookSummary['counts']) => number;
  /** Its code, which comes when it is first shown. */
  readonly load: () => Promise<{ readonly default: ComponentType<{ book: BookSummary }> }>;
}

/** Where a book opens: merging comes first, for what is reconciled rests on it. */
export const HOME = '/duplicates';

const ALL: readonly Screen[] = [
  {
    path: '/inbox',
    label: 'Inbox',
    icon: Inbox,
    command: 'goInbox',
    count: (counts) => counts.openExceptions,
    load: () => import('../features/inbox/inbox-screen.tsx'),
  },
  {
    path: '/duplicates',
    label: 'Duplicates',
    icon: Copy,
    command: 'goDuplicates',
    count: (counts) => counts.toReview,
    load: () => import('../features/review/review-screen.tsx'),
  },
  {
    path: '/orders',
    label: 'Orders',
    icon: Rows3,
    command: 'goOrders',
    count: (counts) => counts.orders,
    load: () => import('../features/orders/orders-area.tsx'),
  },
  {
    path: '/money',
    label: 'Money',
    icon: Landmark,
    command: 'goMoney',
    count: (counts) => counts.payouts,
    load: () => import('../features/money/money-area.tsx'),
  },
  {
    path: '/sources',
    label: 'Sources',
    icon: Waypoints,
    command: 'goSources',
    count: (counts) => counts.sources,
    load: () => import('../features/sources/sources-screen.tsx'),
  },
  {
    path: '/models',
    label: 'Models',
    icon: Scale,
    command: 'goModels',
    count: () => 0,
    load: () => import('../features/models/models-area.tsx'),
  },
  {
    path: '/log',
    label: 'Change log',
    icon: ScrollText,
    command: 'goLog',
    count: (counts) => counts.log,
    load: () => import('../features/log/log-area.tsx'),
  },
  {
    path: '/policy',
    label: 'Policy',
    icon: Shield,
    command: 'goPolicy',
    count: () => 0,
    load: () => import('../features/policy/policy-area.tsx'),
  },
];

export const SCREENS = ALL.map((screen) => ({ ...screen, component: lazy(screen.load) }));

/** Fetches the code of the first screen while the app is still asked which book is open. @param hash of the address, `#/orders/…` */
export function fetchFirstScreen(hash: string): void {
  const first = SCREENS.find(({ path }) => hash.startsWith(`#${path}`)) ?? SCREENS.find(({ path }) => path === HOME);
  first?.load().catch(() => undefined);
}
