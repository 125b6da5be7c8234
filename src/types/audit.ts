import type { Model } from './attribute-type.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { RequestCounts } from './intercom.ts';
import type { Json } from './json.ts';
import type { NotLiveCounts } from './not-live.ts';
import type { Role } from './person.ts';
import type { WorkspaceRef } from './plan.ts';

export const AUDIT_FORMAT = 'interform-audit/1';

/** What an audit found: facts about the live workspace, none of them an error. A part that was not asked for is absent. */
export interface AuditDocument {
  readonly format: typeof AUDIT_FORMAT;
  readonly exit: number;
  readonly workspace: WorkspaceRef;
  readonly environment: string | null;
  /** Manifest files that say what is managed; null where nothing depends on them. */
  readonly manifests: number | null;
  /** Live contacts that were read; null where none had to be. */
  readonly scanned: number | null;
  readonly attributes?: AttributesAudit;
  readonly tags?: TagsAudit;
  readonly contacts?: ContactsAudit;
  /** The part of each kind under its key. */
  readonly [part: string]: unknown;
  /** The file of `--merges`, as given. */
  readonly merges?: { readonly file: string; readonly count: number };
  /** The file of `--changes`, as given: how many entries it declares, and how many it holds as comments. */
  readonly changes?: { readonly file: string; readonly count: number; readonly commented: number };
  readonly requests: Omit<RequestCounts, 'writes'>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface AttributesAudit {
  /** Live custom attributes of both models against the cap; archived ones do not count (intercom 3.5). */
  readonly cap: { readonly used: number; readonly limit: number };
  readonly counts: {
    readonly contact: number;
    readonly company: number;
    readonly archived: number;
    readonly unmanaged: number;
    /** Contact attributes, not archived, that no live contact holds. */
    readonly unused: number;
  };
  readonly items: readonly AttributeAudit[];
  /** Names of one model that differ only in case, spaces, underscores, hyphens or Unicode forms. */
  readonly near_equal_names: readonly { readonly model: string; readonly names: readonly string[] }[];
  /** Changes of the schema that a manifest could make; people decide which of them are meant. */
  readonly proposals: readonly AttributeProposal[];
}

/** What could be done about one attribute: it takes over others, its options are merged, or it is archived. */
export interface AttributeProposal {
  readonly model: Model;
  /** The attribute that is kept, or that nobody holds. */
  readonly attribute: string;
  /** As declared, else as it is live. */
  readonly type: string;
  /** Live contacts with a value; null for company attributes, which are only listed. */
  readonly held: number | null;
  /** Where a manifest declares it, as `file:line`; null where none does. */
  readonly declared: string | null;
  /** Attributes whose values it would take over, those with most holders first. */
  readonly from: readonly ProposedSource[];
  /** Its whole list of options as it would be; null where it is no list. */
  readonly options: readonly ProposedOption[] | null;
  /** Whether nobody holds it, so that it could be archived. */
  readonly archive: boolean;
}

/** An attribute whose name is nearly that of another one. */
export interface ProposedSource {
  readonly attribute: string;
  readonly type: string;
  readonly held: number | null;
  readonly declared: string | null;
  /** Whether only a number at the end of its name tells it from the other one. */
  readonly numbered: boolean;
  /** Live contacts that hold a value in both; null for company attributes. */
  readonly both: number | null;
  /** Those of them whose two values differ by more than spelling: the value of this one would not be carried. */
  readonly differ: number | null;
  /** Values that become another text: those that are nearly an option. */
  readonly values: readonly ProposedValue[];
  /** Values that cannot be converted, as far as they were told apart: they would be left. Personal data is only counted. */
  readonly unconverted: { readonly contacts: number; readonly values: readonly ValueCount[] };
  /** Why nothing can be carried from it; null where something can. */
  readonly refused: string | null;
}

export interface ProposedValue extends ValueCount {
  readonly becomes: string;
}

export interface ProposedOption {
  readonly value: string;
  /** Live contacts that hold it; null for company attributes. */
  readonly contacts: number | null;
  /** What would become this option: what a manifest says already, and what is proposed. */
  readonly was: readonly ProposedFormer[];
}

export interface ProposedFormer {
  readonly value: string;
  readonly contacts: number | null;
  /** False for what a manifest says already. */
  readonly proposed: boolean;
}

export interface AttributeAudit {
  readonly model: Model;
  readonly name: string;
  readonly type: string;
  readonly archived: boolean;
  /** Whether a manifest declares it. */
  readonly managed: boolean;
  /** Declared `sensitive`: its values are personal data. */
  readonly sensitive: boolean;
  /** Live contacts with a value; null for company attributes, which are only listed. */
  readonly held: number | null;
  /** Null for company attributes. */
  readonly values: ValuesAudit | null;
}

export interface ValuesAudit {
  /** How many different values were counted; more than that are not told apart. */
  readonly distinct: number;
  /** False where there are more values than were counted. */
  readonly complete: boolean;
  /** Most frequent first; empty where `complete` is false. */
  readonly used: readonly ValueCount[];
  /** Values that differ only in case, white space or Unicode forms, most frequent first. */
  readonly near_equal: readonly (readonly ValueCount[])[];
  /** Null for attributes without options. The options are the declared ones, else the live ones. */
  readonly outside_options: { readonly contacts: number; readonly values: readonly ValueCount[] } | null;
  /** Options that no live contact holds. */
  readonly unused_options: readonly string[];
}

export interface ValueCount {
  readonly value: Json;
  readonly contacts: number;
}

export interface TagsAudit {
  /** `scan`: from the tags embedded in each contact. `search`: one count a tag, where those lists do not show all. */
  readonly counted_by: 'scan' | 'search';
  readonly counts: { readonly tags: number; readonly unmanaged: number; readonly unused: number };
  readonly items: readonly TagAudit[];
  readonly near_equal_names: readonly (readonly string[])[];
}

export interface TagAudit {
  readonly id: string;
  readonly name: string;
  readonly managed: boolean;
  /** Looks like an owner tag by its name, but no contact set here has or had it. */
  readonly orphaned?: true;
  /** Live contacts that carry it; companies, conversations and articles can carry it too (intercom 5.1). */
  readonly contacts: number;
}

export interface ContactsAudit {
  /** Contacts that are not live, as far as they were read; null where Intercom did not list them. */
  readonly not_live: NotLiveAudit | null;
  readonly counts: {
    readonly users: number;
    readonly leads: number;
    /** Leads that share an email or phone with users: the mergeable and the ambiguous ones. */
    readonly leads_beside_users: number;
    readonly mergeable: number;
    readonly ambiguous_leads: number;
    /** Users in `users_sharing`, each once. */
    readonly users_sharing: number;
    /** Leads in `leads_sharing`, each once. */
    readonly leads_sharing: number;
    readonly users_without_external_id: number;
    readonly leads_without_email_or_phone: number;
  };
  /** In the order in which they have to be merged. */
  readonly mergeable: readonly MergeablePair[];
  /** Leads that could belong to several users. */
  readonly ambiguous: readonly AmbiguousLead[];
  readonly users_sharing: readonly SharingGroup[];
  /** Leads that share an email or phone with other leads only. */
  readonly leads_sharing: readonly SharingGroup[];
  /** Intercom ids. */
  readonly users_without_external_id: readonly string[];
}

export interface NotLiveAudit extends NotLiveCounts {
  /** How many were read. */
  readonly read: number;
  /** How many there are; null where Intercom does not say it. */
  readonly total: number | null;
}

/** A lead that Intercom can merge into the one user it shares an email or phone with (intercom 4.7). */
export interface MergeablePair {
  readonly lead: PersonRef;
  readonly into: PersonRef;
  readonly shared: readonly SharedField[];
  /** Both have an email and the emails differ: only the phone says that they are one person. */
  readonly emails_differ: boolean;
  /**
   * The id of the lead that has to be merged first, because only its values make the two share something; null where they
   * share by now.
   */
  readonly after: string | null;
  /** The two spell what they share differently, or share it only after another merge. */
  readonly skip_duplicate_validation: boolean;
}

/** A lead that shares an email or phone with several users. */
export interface AmbiguousLead {
  readonly lead: PersonRef;
  /** How many users. */
  readonly candidates: number;
  /** The earliest twenty of them. */
  readonly users: readonly PersonRef[];
}

export type SharedField = 'email' | 'phone';

export interface SharingGroup {
  readonly field: SharedField;
  /** As the earliest of the people holds it. */
  readonly value: string;
  readonly people: readonly PersonRef[];
}

export interface PersonRef {
  readonly id: string;
  readonly role: Role;
  /** Null for leads. */
  readonly external_id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}
