import { storeOf } from '../../workspace.ts';

export interface AppRecord {
  readonly id_code: string;
  readonly name: string;
  readonly region: string;
  /** IANA name; the day boundaries of date search up to 2.16 (intercom 4.6.4). */
  readonly timezone: string;
  readonly created_at: number;
}

/** What the workspace says of itself. */
class AppStore {
  record: AppRecord = {
    id_code: 'ecahpwf5',
    name: 'Acme',
    region: 'US',
    timezone: 'America/Los_Angeles',
    // 18 December 2024, the `created_at` of the spec's example (intercom 1.3).
    created_at: 1_734_537_243,
  };
}

export const appOf = storeOf(() => new AppStore());
