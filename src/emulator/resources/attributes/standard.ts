import type { Model } from '../../../types/attribute-type.ts';
import type { JsonObject } from '../../../types/json.ts';
import { STANDARD_DESCRIPTIONS } from './standard-descriptions.ts';

type Writable = 'api' | 'api+ui' | 'no';
type Row = readonly [fullName: string, dataType: string, writable: Writable, label: string];

/** intercom 3.9, in the recorded order: custom attributes come between the two lists. */
const CONTACT_BEFORE: readonly Row[] = [
  ['role', 'string', 'api', 'Contact role'],
  ['name', 'string', 'api+ui', 'Name'],
  ['owner_id', 'integer', 'api', 'Owner'],
  ['email', 'string', 'api+ui', 'Email'],
  ['phone', 'string', 'api+ui', 'Phone'],
  ['external_id', 'string', 'api', 'User ID'],
  ['created_at', 'date', 'no', 'First Seen'],
  ['signed_up_at', 'date', 'api', 'Signed up'],
  ['last_seen_at', 'date', 'api', 'Last seen'],
  ['last_contacted_at', 'date', 'no', 'Last contacted'],
  ['last_replied_at', 'date', 'no', 'Last heard from'],
  ['last_email_opened_at', 'date', 'no', 'Last opened email'],
  ['last_email_clicked_at', 'date', 'no', 'Last clicked on link in email'],
  ['location.country', 'string', 'no', 'Country'],
  ['location.region', 'string', 'no', 'Region'],
  ['location.city', 'string', 'no', 'City'],
  ['browser_language', 'string', 'no', 'Browser Language'],
  ['language_override', 'string', 'no', 'Language Override'],
  ['browser', 'string', 'no', 'Browser'],
  ['browser_version', 'string', 'no', 'Browser Version'],
  ['os', 'string', 'no', 'OS'],
  ['unsubscribed_from_emails', 'boolean', 'api', 'Unsubscribed from Emails'],
  ['marked_email_as_spam', 'boolean', 'no', 'Marked email as spam'],
  ['has_hard_bounced', 'boolean', 'no', 'Has hard bounced'],
];
const CONTACT_AFTER: readonly Row[] = [
  ['id', 'string', 'no', 'ID'],
  ['avatar', 'string', 'api', 'Avatar image url'],
  ['updated_at', 'date', 'no', 'Updated at'],
  ['workspace_id', 'string', 'no', 'Workspace ID'],
  ['android_app_name', 'string', 'no', 'Android App name'],
  ['android_sdk_version', 'string', 'no', 'Android SDK version'],
  ['ios_app_name', 'string', 'no', 'iOS App name'],
  ['ios_sdk_version', 'string', 'no', 'iOS SDK version'],
];

/** intercom 3.10, in the order of the spec's example. */
const COMPANY_BEFORE: readonly Row[] = [
  ['name', 'string', 'api', 'Company name'],
  ['company_id', 'string', 'no', 'Company ID'],
  ['last_request_at', 'date', 'no', 'Company last seen'],
  ['remote_created_at', 'date', 'api', 'Company created at'],
  ['user_count', 'integer', 'no', 'People'],
  ['session_count', 'integer', 'no', 'Company web sessions'],
  ['plan.name', 'string', 'no', 'Plan'],
  ['monthly_spend', 'float', 'api', 'Monthly Spend'],
  ['size', 'integer', 'api', 'Company size'],
  ['industry', 'string', 'api', 'Company industry'],
  ['website', 'string', 'api', 'Company website'],
];
const COMPANY_AFTER: readonly Row[] = [
  ['id', 'string', 'no', 'ID'],
  ['created_at', 'date', 'no', 'Created at'],
  ['updated_at', 'date', 'no', 'Updated at'],
  ['plan.id', 'string', 'no', 'Plan ID'],
  ['app_id', 'string', 'no', 'App ID'],
];

const ROWS: Readonly<Record<Model, { before: readonly Row[]; after: readonly Row[] }>> = {
  contact: { before: CONTACT_BEFORE, after: CONTACT_AFTER },
  company: { before: COMPANY_BEFORE, after: COMPANY_AFTER },
};

/** The built-in attributes of a model around the custom ones; built-ins have no id (intercom 8.44). */
export function aroundStandardAttributes(model: Model, custom: readonly JsonObject[]): JsonObject[] {
  const show = (row: Row): JsonObject => showStandard(row, model);
  return [...ROWS[model].before.map(show), ...custom, ...ROWS[model].after.map(show)];
}

/**
 * The built-in attribute whose place a custom one of this name would take, ignoring case (intercom 3.4), as the refusal of
 * intercom 1.6 calls it: `name` and `Name` are both refused as 'Name'.
 */
export function standardName(model: Model, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [fullName, , , label] of [...ROWS[model].before, ...ROWS[model].after]) {
    if (label.toLowerCase() === wanted) return label;
    if (fullName === wanted) return name;
  }
  return undefined;
}

function showStandard([fullName, dataType, writable, label]: Row, model: Model): JsonObject {
  return {
    type: 'data_attribute',
    name: fullName.slice(fullName.lastIndexOf('.') + 1),
    full_name: fullName,
    label,
    description: STANDARD_DESCRIPTIONS[model][fullName] ?? '',
    data_type: dataType,
    api_writable: writable !== 'no',
    ui_writable: writable === 'api+ui',
    messenger_writable: true,
    custom: false,
    archived: false,
    model,
  };
}
