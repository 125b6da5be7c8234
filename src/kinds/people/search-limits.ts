/** Filters in one group of a search, and groups in one query (intercom 4.6.2). */
export const FILTERS_PER_GROUP = 15;
export const GROUPS_PER_QUERY = 15;
