/** Behaviours that no source settles (api.md section 9), and rarer ones that are on record. */
export interface Switches {
  /** A1: most values of an IN or NIN. */
  readonly inLimit: number;
  /** A2: whether an OR directly inside an OR is accepted. */
  readonly orInOr: boolean;
  /** A5: refuse a list value outside the options. */
  readonly listOptionCheck: boolean;
  /** A6: what happens to custom strings over 255 characters. */
  readonly stringTooLong: 'truncate' | 'refuse';
  /** A11: whether contact and company attributes may share a name. */
  readonly sameNameAcrossModels: boolean;
  /** A15: most live custom attributes of the workspace. */
  readonly attributeLimit: number;
  /** 2.1: most users and leads of the workspace, archived ones not counted: 20 in a development workspace; 0: no limit. */
  readonly contactLimit: number;
  /** A16: refuse a new external_id with the email of another user. */
  readonly emailConflict: boolean;
  /** A23: refuse the external_id of a merged contact. */
  readonly mergedExternalIdConflict: boolean;
  /** A38: whether a 429 carries Retry-After. */
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
