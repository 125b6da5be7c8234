import { type Change, isMembership } from '../../types/change.ts';
import type { KindGuards } from '../../types/kind/guards.ts';
import { droppedOptions } from '../written/dropped-options.ts';

export const attributeGuards: KindGuards = {
  drop_option: droppedOptions,
  retype: (change) => (isRetype(change) ? 1 : 0),
};

/**
 * True where a live text attribute becomes a list, which Intercom cannot take back (intercom 3.2). Uses only what a plan
 * file holds.
 */
export function isRetype({ action, fields }: Pick<Change, 'action' | 'fields'>): boolean {
  const options = fields['options'];
  if (action === 'create' || options === undefined || isMembership(options)) return false;
  return Array.isArray(options.after) && !Array.isArray(options.before);
}
