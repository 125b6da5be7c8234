import type { Diagnostic } from '../types/diagnostic.ts';
import type { StoreFailure } from '../types/store.ts';

export type StoreErrorCode =
  | 'store-full'
  | 'store-unwritable'
  | 'store-unreachable'
  | 'store-foreign'
  | 'store-committed'
  | 'store-newer'
  | 'store-older'
  | 'store-damaged'
  | 'store-evicts'
  | 'store-url'
  | 'store-package-missing';

/** A finding about the store that ends what needed it. It never holds the password of a URL: whoever makes one leaves it out. */
export class StoreError extends Error implements StoreFailure {
  readonly store = true;
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly diagnostic: Diagnostic;

  constructor(
    finding: Pick<Diagnostic, 'summary' | 'detail' | 'help'> & { readonly code: StoreErrorCode },
    cause?: unknown,
  ) {
    const { code, summary, detail } = finding;
    super(
      detail === undefined ? summary : `${summary}: ${detail}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.diagnostic = { severity: 'error', ...finding };
  }
}

/** Of a store whose records cannot be read. */
export function damaged(where: string, cause?: unknown): StoreError {
  return new StoreError(
    {
      code: 'store-damaged',
      summary: `the store in ${where} is damaged`,
      detail: 'its records cannot be read',
      help: 'restore it from a backup, or move it away. Without it, interform knows nothing about earlier runs',
    },
    cause,
  );
}
