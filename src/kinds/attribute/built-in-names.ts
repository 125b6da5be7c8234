import type { Model } from '../../types/attribute-type.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { AttributeDeclaration } from './declaration.ts';

/** Standard attributes that every workspace has (intercom 3.9, 3.10). Nested ones such as `location.country` are no names. */
const BUILT_IN: Readonly<Record<Model, ReadonlySet<string>>> = {
  contact: new Set([
    'role',
    'name',
    'owner_id',
    'email',
    'phone',
    'external_id',
    'created_at',
    'signed_up_at',
    'last_seen_at',
    'last_contacted_at',
    'last_replied_at',
    'last_email_opened_at',
    'last_email_clicked_at',
    'browser_language',
    'language_override',
    'browser',
    'browser_version',
    'os',
    'unsubscribed_from_emails',
    'marked_email_as_spam',
    'has_hard_bounced',
    'id',
    'avatar',
    'updated_at',
    'workspace_id',
    'android_app_name',
    'android_sdk_version',
    'ios_app_name',
    'ios_sdk_version',
  ]),
  company: new Set([
    'name',
    'company_id',
    'last_request_at',
    'remote_created_at',
    'user_count',
    'session_count',
    'monthly_spend',
    'size',
    'industry',
    'website',
    'id',
    'created_at',
    'updated_at',
    'app_id',
  ]),
};

/** Names that Intercom shows for standard attributes of people, where they differ from the API's (intercom 3.9). */
const LABELS: ReadonlySet<string> = new Set([
  ...['contact role', 'owner', 'user id', 'first seen', 'signed up', 'last seen', 'last contacted'],
  ...['last heard from', 'last opened email', 'last clicked on link in email', 'country', 'region', 'city'],
  ...['browser language', 'language override', 'browser version', 'unsubscribed from emails'],
  ...['marked email as spam', 'has hard bounced', 'avatar image url', 'updated at', 'workspace id'],
  ...['android app name', 'android sdk version', 'ios app name', 'ios sdk version'],
]);

/** Whether Intercom shows a standard attribute under this name, in any case: its refusals mention these names (intercom 1.6). */
export function isStandardLabel(model: Model, name: string): boolean {
  return model === 'contact' && LABELS.has(name.toLowerCase());
}

/** The finding about an attribute of such a name that a plan would create; a live one is no problem. */
export function labelFinding({ name, model, address, place }: AttributeDeclaration): Diagnostic {
  return {
    code: 'standard-label',
    severity: 'warning',
    summary: `${name} is what Intercom calls a standard ${model} attribute`,
    detail: 'it may refuse to create another of this name, and everything that needs it is then skipped',
    help: `give it another name, such as custom_${name.toLowerCase().replaceAll(' ', '_')}`,
    address,
    ...place,
  };
}

/** Whether Intercom refuses an attribute of this name, in any case, because it is a standard one (intercom 1.6). */
export function isBuiltIn(model: Model, name: string): boolean {
  return BUILT_IN[model].has(name.toLowerCase());
}

/** The finding about a declared attribute of such a name. */
export function builtInFinding({ name, model, address, place }: AttributeDeclaration): Diagnostic {
  return {
    code: 'built-in-attribute',
    severity: 'error',
    summary: `${name} is a standard ${model} attribute of Intercom`,
    help: 'remove it; standard fields need no declaration',
    address,
    ...place,
  };
}
