import type { Model } from '../../../types/attribute-type.ts';

/** As on the wire (intercom 3.9). */
const CONTACT: Readonly<Record<string, string>> = {
  role: "A person's role in their company, such as the name of their department",
  name: "A person's full name",
  owner_id: 'The teammate that owns a lead or user in Intercom',
  email: 'The email address assigned to a user or lead',
  phone: "A person's phone number",
  external_id: 'A number identifying a person (applies to both users and leads)',
  created_at: 'The first day a person visited your site or app',
  signed_up_at: 'The day a person first signed up for your product',
  last_seen_at: 'The last day a person visited your site or app',
  last_contacted_at: 'The last day you or a teammate contacted a person',
  last_replied_at: 'The last day a person contacted you via a message or email',
  last_email_opened_at: 'The last day a person opened an email',
  last_email_clicked_at: 'The last day a person clicked on a link in an email',
  'location.country': 'The country a person is in (or their IP address location)',
  'location.region': 'A subdivision of a country, such as a state, province or territory',
  'location.city': 'The city a person is in (or their IP address location)',
  browser_language: 'The language set by the browser a person is using',
  language_override:
    'A preferred language setting for a person, used by the Intercom Messenger even if their browser settings change',
  browser: 'The browser a person is using',
  browser_version: 'The precise version of the browser a person is using',
  os: 'The operating system a person is using',
  unsubscribed_from_emails: 'Has a person unsubscribed from emails from your team?',
  marked_email_as_spam: 'Has a person marked an email from your team as spam?',
  has_hard_bounced: 'Has an email sent from your team to a person bounced?',
  id: 'The Intercom defined id representing the user',
  avatar: 'An avatar image URL',
  updated_at: 'The last time the user was updated',
  workspace_id: 'The Intercom defined id representing the workspace',
  android_app_name: 'The name of Android app a person is using',
  android_sdk_version: 'The version of the Android SDK a person is using',
  ios_app_name: 'The name of iOS app a person is using',
  ios_sdk_version: 'The version of the iOS SDK a person is using',
};

/** As in the spec's example (intercom 3.10). */
const COMPANY: Readonly<Record<string, string>> = {
  name: 'The name of a company',
  company_id: 'A number identifying a company',
  last_request_at: 'The last day anyone from a company visited your site or app',
  remote_created_at: 'The day a company was added to Intercom',
  user_count: 'The number of people in a company',
  session_count: "All visits from anyone in a company to your product's site or app",
  'plan.name': 'A specific plan or level within your product that companies have signed up to',
  monthly_spend: 'The monthly revenue you receive from a company',
  size: 'The number of people employed in this company, expressed as a single number',
  industry: "The category or domain this company belongs to e.g. 'ecommerce' or 'SaaS'",
  website: "The web address for the company's primary marketing site",
  id: 'The Intercom defined id representing the company',
  created_at: 'The time the company was added to Intercom',
  updated_at: 'The last time the company was updated',
  'plan.id': 'The Intercom defined id representing the plan',
  app_id: 'The Intercom defined id representing the app',
};

/** What Intercom says of its built-in attributes, by model and full name. */
export const STANDARD_DESCRIPTIONS: Readonly<Record<Model, Readonly<Record<string, string>>>> = {
  contact: CONTACT,
  company: COMPANY,
};
