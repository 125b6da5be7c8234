/** Instead of a list that Intercom did not give: the token may not read it, or this version of the API does not have it. */
export interface Unread {
  readonly unread: 'forbidden' | 'unknown';
}

export function isUnread(read: unknown): read is Unread {
  return typeof read === 'object' && read !== null && 'unread' in read;
}
