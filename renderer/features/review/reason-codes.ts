/** Why a locked value is changed: the code stands in the change log beside the person's words. */
export const OVERRIDE_REASONS = [
  { code: 'source_wrong', label: 'The source is wrong' },
  { code: 'agreed_change', label: 'Changed in agreement with the client' },
  { code: 'typing_error', label: 'A typing error' },
  { code: 'other', label: 'Something else' },
] as const;

/** Shortest explanation that an override may carry. */
export const MIN_REASON = 10;

/** How two records belong together without being one sale. */
export const RELATIONS = [
  { code: 'replacement', label: 'A replacement or re-order' },
  { code: 'instalment', label: 'Part of one deal, billed apart' },
  { code: 'same_client', label: 'The same client, another sale' },
  { code: 'branch', label: 'A branch or parent company' },
] as const;
