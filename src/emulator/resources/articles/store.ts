import { NumberedRecords } from '../../numbered-records.ts';
import { storeOf } from '../../workspace.ts';

/** An article in its one language: translations are ignored. Times are unix seconds. */
export interface ArticleRecord {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** HTML. */
  readonly body: string;
  readonly author_id: string;
  readonly state: 'published' | 'draft';
  /** The collection that holds it; null for one that stands alone. */
  readonly parent_id: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export const articlesOf = storeOf(() => new NumberedRecords<ArticleRecord>(38));
