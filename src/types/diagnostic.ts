/** How bad a finding is. An error keeps the plan from being saved or applied. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One finding that a person can act on: a value, never thrown. This is also its JSON form in every document.
 * `file` is relative to the project folder with `/`; `line` and `column` count from 1; `row` is the row of a source
 * (the first data row is 1).
 */
export interface Diagnostic {
  /** Stable kebab-case name of the rule, such as `unknown-option`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly summary: string;
  /** What was found there: short enough to stand under the carets, or sentences. */
  readonly detail?: string;
  /** What to do next; can be typed or pasted. */
  readonly help?: string;
  /** The item that it is about, such as `contact/beta/customer-9001`. */
  readonly address?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly row?: number;
  /** Intercom's request id, for their support. */
  readonly request_id?: string;
}

/** Takes findings as they come up. All are collected; none is thrown. */
export type Report = (diagnostic: Diagnostic) => void;
