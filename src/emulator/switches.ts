/** Behaviours that no source settles (intercom 9), and rarer ones that are on record. */
export interface Switches {
  /** intercom 9.1: most values of an IN or NIN. */
  readonly inLimit: number;
  /** intercom 9.2: whether an OR directly inside an OR is accepted. */
  readonly orInOr: boolean;
  /** intercom 9.5: refuse a list value outside the options. */
  readonly listOptionCheck: boolean;
  /** intercom 9.6: what happens to custom strings over 255 characters. */
  readonly stringTooLong: 'truncate' | 'refuse';
  /** intercom 9.11: whether contact and company attributes may share a name. */
  readonly sameNameAcrossModels: boolean;
  /** intercom 9.15: most live custom attributes of the workspace. */
  readonly attributeLimit: number;
  /** 2.1: most users and leads of the workspace, archived ones not counted: 20 in a development workspace; 0: no limit. */
  readonly contactLimit: number;
  /** intercom 9.16: refuse a new external_id with the email of another user. */
  readonly emailConflict: boolean;
  /** intercom 9.23: refuse the external_id of a merged contact. */
  readonly mergedExternalIdConflict: boolean;
  /** intercom 9.38: whether a 429 carries Retry-After. */
  readonly retryAfter: boolean;
  /** 11.2: answer 406 without an Accept header that takes JSON. */
  readonly requireAccept: boolean;
  /** The app's version, in force where the header is absent. */
  readonly defaultVersion: string;
  /** 1.6: the status of unarchive after DELETE: 400 since March 2021, 500 before. */
  readonly unarchiveDeleted: 400 | 500;
  /** 4.10: a fresh contact's updated_at reads one second before its created_at. */
  readonly earlyUpdatedAt: boolean;
  /** 1.4: errors carry `request_id`; on the 2021 wire none did. */
  readonly requestIdInErrors: boolean;
  /** 12.7: answer of a DELETE of a tag or company that is not attached. */
  readonly repeatedDetach: 'not_found' | 'ok';
  /** 5.2: the shape of `GET /companies?company_id=`: a list, or the bare company that the SDKs parse. */
  readonly companyLookup: 'list' | 'bare';
}

export const DEFAULT_SWITCHES: Switches = {
  inLimit: 15,
  orInOr: true,
  listOptionCheck: false,
  stringTooLong: 'truncate',
  sameNameAcrossModels: false,
  attributeLimit: 250,
  contactLimit: 0,
  emailConflict: false,
  mergedExternalIdConflict: false,
  retryAfter: false,
  requireAccept: false,
  defaultVersion: '2.16',
  unarchiveDeleted: 400,
  earlyUpdatedAt: false,
  requestIdInErrors: true,
  repeatedDetach: 'not_found',
  companyLookup: 'list',
};
