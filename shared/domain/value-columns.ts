/** What matching knows of an order as one number for each distinct value. */
export const VALUE_COLUMNS = ['name', 'email', 'firm', 'phone', 'place', 'items', 'title', 'currency'] as const;
export type ValueColumn = (typeof VALUE_COLUMNS)[number];
