import { oneOf, onOff, type SwitchSet, switchesOf, wholeNumber } from '../../switches/switch.ts';

export const attributeSwitches = {
  /** intercom 9.5: refuse a list value outside the options. */
  listOptionCheck: onOff('off'),
  /** intercom 9.6: what happens to custom strings over 255 characters. */
  stringTooLong: oneOf('truncate', 'refuse', 'keep'),
  /** intercom 9.7: what happens to a custom value of another type. */
  wrongType: oneOf('refuse', 'ignore', 'keep'),
  /** intercom 9.14: whether the options of an update take the place of the ones before. */
  optionUpdate: oneOf('replace', 'append'),
  /** intercom 9.10: whether an update can bring an archived attribute back. */
  unarchiveAttribute: onOff('on'),
  /** intercom 9.11: whether contact and company attributes may share a name. */
  sameNameAcrossModels: onOff('off'),
  /** intercom 3.4: whether a name may hold commas, which the API's own words leave out. */
  attributeNameCommas: onOff('off'),
  /** intercom 9.15: most live custom attributes of the workspace. */
  attributeLimit: wholeNumber(250),
} satisfies SwitchSet;

export const attributeSwitchesOf = switchesOf(attributeSwitches);
