/** How an output looks: renderers take it so that they never ask the terminal. */
export interface Look {
  /** Terminal columns. */
  readonly width: number;
  readonly color: boolean;
  /**
   * Whether a terminal shows it, which breaks a longer line in the middle of a word: everything is broken at spaces then. What
   * goes into a file or to a program keeps its sentences whole.
   */
  readonly isTerminal?: boolean | undefined;
}

/** How a report in text looks. */
export const PLAIN: Look = { width: 100, color: false };
