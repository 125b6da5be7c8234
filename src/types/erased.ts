/** The proof that a person was deleted for good, which says nothing about the person to who does not know the key. */
export interface Erased {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Keyed hashes of what told who it was, such as that of `external_id:customer-17`. */
  readonly keys: readonly string[];
}
