import type { AttributeType, Model } from './attribute-type.ts';
import type { Json } from './json.ts';
import type { KeyIndex } from './key-index.ts';
import type { Place } from './place.ts';

/** What `from` says of an attribute: which other attributes hold its values up to now, and how these are converted. */
export interface CarriedFrom {
  /** Names of the old attributes: the first that has a value counts. */
  readonly attributes: readonly string[];
  /** Old value as text, trimmed → new value; null: the value is not carried. */
  readonly values: ReadonlyMap<string, Json>;
  /** What to do with a value that cannot be converted: `error`, or leave and count it. */
  readonly other: 'error' | 'skip';
  /** The decimal mark of numbers that are kept as text. */
  readonly decimal: '.' | ',' | undefined;
  /** Reads dates that are kept as text: ISO 8601, or undefined where the text is not of the form. */
  readonly date: ((text: string) => string | undefined) | undefined;
  /** Whether the old attributes are archived once every value has arrived. */
  readonly archive: boolean;
  readonly place: Place;
}

/** How live holders get the value of one attribute, as its declaration says with `from` and `was` (design 3.3). */
export interface CarryRule {
  readonly model: Model;
  /** Name of the attribute that gets the values. */
  readonly attribute: string;
  /** Address of its declaration. */
  readonly address: string;
  readonly place: Place;
  /** Position of the declaration: changes of undeclared holders follow it. */
  readonly order: number;
  readonly from: CarriedFrom | undefined;
  /** Former option → the option that has replaced it. */
  readonly was: ReadonlyMap<string, string>;
}

/** The rules of a plan, and what planning finds out while it applies them. */
export interface Carrying {
  /** False where only what is declared is compared, as when it is pulled: then no value is carried. */
  readonly applies: boolean;
  readonly rules: CarryRule[];
  /** `<model>/<name>` of the attributes that are live and not archived → their type as read, whatever is declared. */
  readonly live: Map<string, AttributeType>;
  /** `<model>/<name>` of the attributes that are archived: Intercom does not show who holds a value of them, or was cleared. */
  readonly hidden: Set<string>;
  /** The values that a contact set decides instead, by `decidedKey`. */
  readonly decided: KeyIndex;
  /** `<model>/<name>` → the address of a contact or company that a manifest gives a value of the attribute. */
  readonly filled: Map<string, string>;
  /** What live holders of each rule still hold, once all of them were read; a rule whose holders were not all read is missing. */
  readonly held: Map<CarryRule, HeldValues>;
  /** Milliseconds since the epoch: until then search may not show what an earlier run wrote. Undefined where no run is known. */
  readonly settledAt: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the guards allow this many more; each call counts what was asked for before. */
  allows(verb: 'archive' | 'drop_option', count: number): boolean;
}

/** The values of one rule that did not arrive yet, grouped. */
export interface HeldValues {
  /** Holders with a value that this or a later plan carries, or that a contact set decides. */
  readonly waiting: number;
  /** Those among them whose value no change of this plan carries. */
  readonly others: number;
  /** Holders whose value cannot be converted. */
  readonly faulty: number;
  /** Old values, as trimmed text, of which nothing is carried: the manifest says so, or they are blank. */
  readonly left: ReadonlySet<string>;
}

/** What a plan knows of a value that a change carries over: it is written only while the old value is still there. */
export interface CarriedValue {
  /** Field path of the old value. */
  readonly from: string;
  readonly value: Json;
}

/** What nobody live may hold when a change is made that would lose it: read again right before (design 7.3). */
export interface Emptied {
  readonly model: Model;
  /** Name of the attribute that is archived, or whose options are dropped. */
  readonly attribute: string;
  /** The options that are dropped; absent where the attribute is archived. */
  readonly options?: readonly string[];
  /** Names of the attributes that have taken the values: what is there, or was cleared there, has arrived. */
  readonly into?: readonly string[];
  /** Old values, as text, that the manifest says are not carried. */
  readonly left?: readonly string[];
}
