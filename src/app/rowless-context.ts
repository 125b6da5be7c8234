import type { DeclareContext } from '../types/kind.ts';

/** For declaring documents without the rows of their data files, which need not exist then. */
export function rowlessContext(report: DeclareContext['report']): DeclareContext {
  let order = 0;
  return {
    report,
    nextOrder: () => order++,
    set: () => undefined,
    reject: () => undefined,
    async *rows() {},
  };
}
