import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Named } from './item-names.ts';

/** An attribute of which no version states the type. */
export function missingType({ name, address, place }: Named, types: readonly string[]): Diagnostic {
  return {
    code: 'missing-type',
    severity: 'error',
    summary: `${name} has no type`,
    help: `add type: ${types.join(' | ')}`,
    address,
    ...place,
  };
}

/** Reports each field of `owners` that only another type has. */
export function checkFieldsOfTypes(
  { name, address, cells }: Named,
  type: string,
  owners: readonly (readonly [field: string, owner: string])[],
  report: Report,
): void {
  for (const [field, owner] of owners) {
    const cell = cells.get(field);
    if (cell === undefined || type === owner) continue;
    report({
      code: 'field-of-another-type',
      severity: 'error',
      summary: `${name} is of type ${type} and cannot have ${field}`,
      help: `write type: ${owner}, or take ${field} out`,
      address,
      ...cell.place,
    });
  }
}

/** A live attribute of another type than is declared. */
export function otherType({ name, address, cells, place }: Named, type: string, live: string): Diagnostic {
  return {
    code: 'attribute-type',
    severity: 'error',
    summary: `the type of ${name} cannot change`,
    detail: `live is ${live}, declared is ${type}`,
    help: `declare type: ${live}, or declare a new attribute under another name`,
    address,
    ...(cells.get('type')?.place ?? place),
  };
}

/** A list that is to be created and does not say its options; `lack` says what it has too little of. */
export function newListWithoutOptions({ name, address, cells, place }: Named, lack: string): Diagnostic {
  return {
    code: 'too-few-options',
    severity: 'error',
    summary: `${name} ${lack}`,
    detail: 'it is not live, and a list is created with its options',
    help: 'write options: [first, second]',
    address,
    ...(cells.get('type')?.place ?? place),
  };
}
