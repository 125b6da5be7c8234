import type { RuleLevel } from './rules.ts';

/** What a code of a finding means, wherever it was found, and what to do about it. Plain text. */
export interface CodeMeaning {
  readonly means: string;
  readonly todo: string;
}

/** What `explain` prints of a code. Plain text. */
export interface CodePage extends CodeMeaning {
  readonly code: string;
  /** The heading that it stands under. */
  readonly topic: string;
  /** As it is found where no rule is set; the explanation of a code with `or` says when it is which. */
  readonly severity: 'error' | 'warning' | 'info' | 'error or warning' | 'warning or info';
  /** Why interform reports it: of the code itself, else of its topic. */
  readonly why: string;
  /** Lines that show the finding or what mends it. */
  readonly example?: string;
  /** Flags that its explanation names, with their dashes. */
  readonly flags: readonly string[];
  /** Absent where `rules:` cannot change its level. */
  readonly rule?: {
    readonly default: 'off' | 'info' | 'warning' | 'error';
    readonly levels: readonly RuleLevel[];
  };
}

/** What `explain --json` prints: one page, or all of them. */
export interface ExplainDocument {
  readonly format: 'interform-explain/1';
  readonly exit: 0;
  readonly diagnostics: readonly [];
  readonly codes: readonly CodePage[];
}
