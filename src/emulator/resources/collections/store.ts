import { NumberedRecords } from '../../numbered-records.ts';
import { storeOf } from '../../workspace.ts';

/** A collection of the one help center, in its one language. Times are unix seconds. */
export interface CollectionRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The collection that holds it. */
  readonly parent_id: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export const collectionsOf = storeOf(() => new NumberedRecords<CollectionRecord>(158));
