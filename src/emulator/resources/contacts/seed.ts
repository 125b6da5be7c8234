import type { Json, JsonObject } from '../../../types/json.ts';

/** What a workspace holds at the start. Every part may be left out; times are unix seconds. */
export interface EmulatorSeed {
  /** As `app` of GET /me. Defaults: `ecahpwf5`, `Acme`, `US`, `America/Los_Angeles`. */
  readonly app?: SeedApp;
  /** The first one is whose token it is. Default: Ada Lovelace, ada@acme.test, id 991267466. */
  readonly admins?: readonly SeedAdmin[];
  readonly attributes?: readonly SeedAttribute[];
  readonly tags?: readonly (string | SeedTag)[];
  readonly companies?: readonly SeedCompany[];
  readonly segments?: readonly SeedSegment[];
  readonly contacts?: readonly SeedContact[];
}

export interface SeedApp {
  readonly id_code?: string;
  readonly name?: string;
  /** US, EU or AU. */
  readonly region?: string;
  /** IANA name. */
  readonly timezone?: string;
  readonly created_at?: number;
}

export interface SeedAdmin {
  /** Digits. */
  readonly id: string;
  readonly name?: string;
  readonly email: string;
}

export interface SeedAttribute {
  readonly id?: number;
  readonly model: 'contact' | 'company';
  readonly name: string;
  /** string, integer, float, boolean, date, datetime or options. */
  readonly data_type: string;
  readonly options?: readonly (string | { readonly value: string })[];
  readonly description?: string | null;
  readonly messenger_writable?: boolean;
  readonly archived?: boolean;
}

export interface SeedTag {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
}

export interface SeedCompany {
  readonly id?: string;
  readonly company_id: string;
  readonly name?: string;
  /** The plan's name. */
  readonly plan?: string;
  readonly size?: number;
  readonly website?: string;
  readonly industry?: string;
  readonly monthly_spend?: number;
  readonly remote_created_at?: number;
  readonly created_at?: number;
  readonly updated_at?: number;
  readonly last_request_at?: number;
  readonly custom_attributes?: JsonObject;
  /** Names; made when missing. */
  readonly tags?: readonly string[];
}

/** Its members are the contacts and companies that carry one of its tags. */
export interface SeedSegment {
  readonly id?: string;
  readonly name: string;
  /** Default user. */
  readonly person_type?: 'contact' | 'user';
  /** Names; made when missing. Deleting one of them is refused. */
  readonly tags?: readonly string[];
  /** `contact/plan`: archiving one of them is refused. */
  readonly attributes?: readonly string[];
}

export interface SeedContact {
  /** 24 hex characters as Intercom's; any other text is taken too. */
  readonly id?: string;
  /** Default user. */
  readonly role?: 'user' | 'lead';
  /** Of users; leads have a random UUID unless it is given. */
  readonly external_id?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly name?: string | null;
  /** URL. */
  readonly avatar?: string | null;
  readonly owner_id?: string | number | null;
  readonly signed_up_at?: number | null;
  readonly last_seen_at?: number | null;
  readonly unsubscribed_from_emails?: boolean;
  readonly created_at?: number;
  readonly updated_at?: number;
  readonly archived?: boolean;
  readonly custom_attributes?: JsonObject;
  /** Names; made when missing. */
  readonly tags?: readonly string[];
  /** company_ids of `companies`. */
  readonly companies?: readonly string[];
  /** Bodies. */
  readonly notes?: readonly string[];
  /** What Intercom itself observes: location, browser, last_contacted_at and so on. */
  readonly observed?: Readonly<Record<string, Json>>;
}
