import { oneOf, onOff, type SwitchSet, switchesOf, wholeNumber } from '../../switches/switch.ts';

export const companySwitches = {
  /** 5.2: the shape of `GET /companies?company_id=`: a list, or the bare company that the SDKs parse. */
  companyLookup: oneOf('list', 'bare'),
  /** 5.2: a company is deleted some time after the answer; milliseconds. */
  companyDeletionMs: wholeNumber(0),
  /** 12.10: whether the empty page that ends a scroll carries `scroll_param`. */
  scrollEndParam: onOff('on'),
} satisfies SwitchSet;

export const companySwitchesOf = switchesOf(companySwitches);
