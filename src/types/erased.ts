/** The proof that a person was deleted for good, which says nothing about the person to who does not know the key. */
export interface Erased {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /**
   * Keyed hashes of what told who it was, such as that of `external_id:customer-17`: eight hex digits that say with which key
   * it was made, `-`, and 24 hex digits. A Removed manifest takes them.
   */
  readonly keys: readonly string[];
}
