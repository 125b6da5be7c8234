import { oneOf, type SwitchSet, switchesOf } from '../../switches/switch.ts';

export const companySwitches = {
  /** 5.2: the shape of `GET /companies?company_id=`: a list, or the bare company that the SDKs parse. */
  companyLookup: oneOf('list', 'bare'),
} satisfies SwitchSet;

export const companySwitchesOf = switchesOf(companySwitches);
