import { onOff, type SwitchSet, type SwitchValues, switchesOf, versionLike } from './switch.ts';

/** What concerns every request, whatever it is about. */
export const requestSwitches = {
  /** intercom 9.38: whether a 429 carries Retry-After. */
  retryAfter: onOff('off'),
  /** 11.2: answer 406 without an Accept header that takes JSON. */
  requireAccept: onOff('off'),
  /** The app's version, in force where the header is absent. */
  defaultVersion: versionLike('2.16'),
  /** 1.4: errors carry `request_id`; on the 2021 wire none did. */
  requestIdInErrors: onOff('on'),
} satisfies SwitchSet;

export type RequestSwitches = SwitchValues<typeof requestSwitches>;

export const requestSwitchesOf = switchesOf(requestSwitches);
