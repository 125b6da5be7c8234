import { oneOf, onOff, type SwitchSet, switchesOf, wholeNumber } from '../../switches/switch.ts';

export const contactSwitches = {
  /** intercom 9.1: most values of an IN or NIN. */
  inLimit: wholeNumber(15),
  /** intercom 9.2: whether an OR directly inside an OR is accepted. */
  orInOr: onOff('on'),
  /** intercom 9.3: most filters of an AND or OR. */
  orLimit: wholeNumber(15),
  /** intercom 9.31: most rows of a page of list and search; more is cut to it. */
  perPageLimit: wholeNumber(150),
  /** 2.1: most users and leads of the workspace, archived ones not counted: 20 in a development workspace; 0: no limit. */
  contactLimit: wholeNumber(0),
  /** intercom 9.16: refuse a new external_id with the email of another user. */
  emailConflict: onOff('off'),
  /** intercom 9.23: refuse the external_id of a merged contact. */
  mergedExternalIdConflict: onOff('off'),
  /** intercom 9.22: what a GET of a merged contact answers from 2.16 on. */
  mergedGet: oneOf(410, 404),
  /** 15.1: whether 2.17 has `POST /contacts/merge/preview`. */
  mergePreview: onOff('on'),
  /** 14: whether 2.17 has `GET /contacts/deleted`. */
  deletedList: onOff('on'),
  /** 14: how long a deletion is pending in that list before it is over; milliseconds. */
  pendingDeletionMs: wholeNumber(86_400_000),
  /** 1.6: the status of unarchive after DELETE: 400 since March 2021, 500 before. */
  unarchiveDeleted: oneOf(400, 500),
  /** 4.10: a fresh contact's updated_at reads one second before its created_at. */
  earlyUpdatedAt: onOff('off'),
  /** 12.7: answer of a DELETE of a tag or company that is not attached. */
  repeatedDetach: oneOf('not_found', 'ok'),
} satisfies SwitchSet;

export const contactSwitchesOf = switchesOf(contactSwitches);
