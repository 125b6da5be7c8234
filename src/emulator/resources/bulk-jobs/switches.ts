import { oneOf, onOff, type SwitchSet, switchesOf, wholeNumber } from '../../switches/switch.ts';

export const bulkSwitches = {
  /** 13.1: whether `POST /contacts/bulk` is served; else how it is refused, `off` as an unknown path. */
  bulkCreate: oneOf('on', 'off', '400', '403', '422'),
  /** 13.1: whether 2.17 has `PUT /contacts/bulk`, which is described for Preview alone. */
  bulkUpdate: onOff('off'),
  /** 13.1: most contacts of a request. */
  bulkLimit: wholeNumber(100),
  /** 18.1: the rate limit counts contacts instead of requests. */
  bulkCountsItems: onOff('off'),
  /** 13.2: tags are best effort: put on with the contact, one more time of the job later, or never. */
  bulkTags: oneOf('applied', 'late', 'dropped'),
  /** 18.1: how long a job takes from its acceptance to its end; milliseconds. */
  bulkJobMs: wholeNumber(1000),
} satisfies SwitchSet;

export const bulkSwitchesOf = switchesOf(bulkSwitches);
