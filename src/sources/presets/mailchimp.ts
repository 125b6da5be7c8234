import type { Preset } from './preset.ts';

/**
 * Audience exports of Mailchimp: subscribed, unsubscribed and cleaned contacts are files of their own. The audience's own
 * fields come first, then Mailchimp's columns in capitals. Times are UTC without saying so; TAGS is a list of quoted names.
 *
 *   subscribed     … MEMBER_RATING … LAST_CHANGED, LEID, EUID, NOTES, TAGS
 *   unsubscribed   … UNSUB_TIME, UNSUB_CAMPAIGN_TITLE, UNSUB_CAMPAIGN_ID, UNSUB_REASON, UNSUB_REASON_OTHER, LEID …
 *   cleaned        … CLEAN_TIME, CLEAN_CAMPAIGN_TITLE, CLEAN_CAMPAIGN_ID, LEID …
 *
 * An import subscribes nobody: the field is set for people who unsubscribed or bounced, and left alone for others.
 */
export const mailchimp: Preset = {
  name: 'mailchimp',
  recognisedBy: ['Email Address', 'Email'],
  columns: {
    email: { columns: [['Email Address'], ['Email']] },
    name: { columns: [['First Name', 'Last Name'], ['Full Name'], ['Name']] },
    phone: { columns: [['Phone Number'], ['Phone'], ['SMS Phone Number']], countryColumn: 'CC' },
    tags: { columns: [['TAGS']], split: ',' },
    signed_up_at: { columns: [['OPTIN_TIME'], ['CONFIRM_TIME']], zone: 'Z' },
    unsubscribed_from_emails: { columns: [['UNSUB_TIME'], ['CLEAN_TIME']], presentMeans: true },
  },
  constants: [
    { field: 'unsubscribed_from_emails', value: true, has: ['UNSUB_TIME'], lacks: ['LAST_CHANGED'] },
    { field: 'unsubscribed_from_emails', value: true, has: ['CLEAN_TIME'], lacks: ['LAST_CHANGED'] },
  ],
  dropped: new Set([
    'Address',
    'Birthday',
    'MEMBER_RATING',
    'OPTIN_IP',
    'CONFIRM_TIME',
    'CONFIRM_IP',
    'LATITUDE',
    'LONGITUDE',
    'GMTOFF',
    'DSTOFF',
    'TIMEZONE',
    'CC',
    'REGION',
    'LAST_CHANGED',
    'LEID',
    'EUID',
    'NOTES',
    'UNSUB_TIME',
    'UNSUB_CAMPAIGN_TITLE',
    'UNSUB_CAMPAIGN_ID',
    'UNSUB_REASON',
    'UNSUB_REASON_OTHER',
    'CLEAN_TIME',
    'CLEAN_CAMPAIGN_TITLE',
    'CLEAN_CAMPAIGN_ID',
  ]),
};
