export interface SeedProblem {
  /** Such as `contacts[3].custom_attributes.plan`. */
  readonly path: string;
  readonly message: string;
}

export type ReportProblem = (path: string, message: string) => void;

/** A seed that cannot be used; holds everything that is wrong with it. */
export class SeedError extends Error {
  readonly problems: readonly SeedProblem[];

  constructor(problems: readonly SeedProblem[]) {
    const shown = problems
      .slice(0, SHOWN)
      .map(({ path, message }) => `${path === '' ? 'seed' : path}: ${message}`);
    const more = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
    super(['The seed is not valid.', ...shown, ...more].join('\n'));
    this.name = 'SeedError';
    this.problems = problems;
  }
}

/** Problems that the message lists. */
const SHOWN = 20;
