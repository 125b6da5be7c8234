/** What a code of a finding means, whatever it was found at, and what to do about it. Plain text. */
export interface CodeMeaning {
  readonly means: string;
  readonly todo: string;
}
