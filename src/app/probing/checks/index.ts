import type { AnyCheck } from '../check.ts';
import { bulkCounts } from './bulk-counts.ts';
import { bulkCreate } from './bulk-create.ts';
import { bulkMost } from './bulk-most.ts';
import { bulkTagLeads } from './bulk-tag-leads.ts';
import { bulkTagMost } from './bulk-tag-most.ts';
import { bulkUpdate } from './bulk-update.ts';
import { deletedList } from './deleted-list.ts';
import { inMost } from './in-most.ts';
import { indexLag } from './index-lag.ts';
import { longText } from './long-text.ts';
import { mergedGet } from './merged-get.ts';
import { nestedOr } from './nested-or.ts';
import { optionUpdate } from './option-update.ts';
import { orMost } from './or-most.ts';
import { otherEmail } from './other-email.ts';
import { perPageMost } from './per-page-most.ts';
import { unarchiveAttribute } from './unarchive-attribute.ts';
import { wrongType } from './wrong-type.ts';

/** All questions, in the order in which they are asked and shown. */
export const CHECKS: readonly AnyCheck[] = [
  nestedOr,
  orMost,
  inMost,
  perPageMost,
  otherEmail,
  unarchiveAttribute,
  optionUpdate,
  longText,
  wrongType,
  bulkTagLeads,
  bulkTagMost,
  mergedGet,
  deletedList,
  bulkCreate,
  bulkUpdate,
  bulkMost,
  bulkCounts,
  indexLag,
];
