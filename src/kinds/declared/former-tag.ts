import type { FormerTag } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';

/** What a former name of a tag means besides, and what to do about it. */
export interface OtherUse {
  readonly detail: string;
  readonly help: string;
}

/** The error that a name which a tag is said to have had is something else: whoever carries that would lose it. */
export function formerTagInUse({ name, place, heir }: FormerTag, { detail, help }: OtherUse): Diagnostic {
  return {
    code: 'tag-was-in-use',
    severity: 'error',
    summary: `tag ${heir.name} cannot have been ${JSON.stringify(name)}`,
    detail,
    help,
    address: heir.address,
    ...place,
  };
}
