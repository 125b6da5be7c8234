import type { PresetColumn } from '../columns/column-spec.ts';
import type { Preset } from './preset.ts';

/**
 * People exports of Mixpanel: CSV with `$` names or their display names, and the engage API's JSON, where the
 * properties of a profile stand under `$properties`. Times are UTC without saying so. `$last_seen` becomes
 * last_seen_at, which Intercom overwrites itself and a set therefore writes once (design 3.5).
 */
export const mixpanel: Preset = {
  name: 'mixpanel',
  recognisedBy: ['$distinct_id', 'Distinct ID', 'distinct_id'],
  columns: {
    external_id: { columns: [['$distinct_id'], ['Distinct ID'], ['distinct_id']] },
    email: property('$email', 'Email'),
    name: {
      columns: [
        ...property('$name', 'Name').columns,
        ['$first_name', '$last_name'],
        ['$properties.$first_name', '$properties.$last_name'],
        ['First Name', 'Last Name'],
      ],
    },
    phone: { ...property('$phone', 'Phone'), countryColumn: '$country_code' },
    avatar: property('$avatar', 'Avatar'),
    signed_up_at: { ...property('$created', 'Created'), zone: 'Z' },
    last_seen_at: { ...property('$last_seen', 'Last Seen'), zone: 'Z' },
    unsubscribed_from_emails: {
      ...property('$unsubscribed', 'Unsubscribed'),
      values: { true: true, True: true, TRUE: true, 1: true },
      other: 'ignore',
    },
  },
  constants: [],
  anonymous: /^\$device:/,
  dropped: new Set([
    '$city',
    '$region',
    '$country_code',
    '$timezone',
    '$geo_source',
    '$os',
    '$browser',
    '$browser_version',
    '$initial_referrer',
    '$initial_referring_domain',
    '$properties',
    '$transactions',
    '$campaigns',
    '$deliveries',
    '$ios_devices',
    '$android_devices',
    'City',
    'Region',
    'Country',
    'Country Code',
    'Timezone',
    'Updated at',
  ]),
};

function property(name: string, display: string): PresetColumn {
  return { columns: [[name], [`$properties.${name}`], [display]] };
}
