/** How an output looks: renderers take it so that they never ask the terminal. */
export interface Look {
  /** Terminal columns. */
  readonly width: number;
  readonly color: boolean;
}
