import { onOff, type SwitchSet, switchesOf, wholeNumber } from '../../switches/switch.ts';

export const tagSwitches = {
  /** intercom 9.29: whether `POST /tags` takes leads among its users; where it does not, they are skipped. */
  bulkTagLeads: onOff('on'),
  /** intercom 9.28: most users of one `POST /tags`; 0: no limit. */
  bulkTagLimit: wholeNumber(0),
} satisfies SwitchSet;

export const tagSwitchesOf = switchesOf(tagSwitches);
