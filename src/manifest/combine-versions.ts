import type { Cell, Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Place } from '../types/place.ts';

/** Kinds of which a later version may say the same again, to no effect. */
const REPEATABLE: ReadonlySet<string> = new Set(['tag']);

/**
 * One declaration for each address of the kinds that may be revised, and of tags. Cells of a later version replace those
 * of an earlier one by path, so scalars and lists replace and maps combine by key; each cell keeps its own place. The
 * result stands at the place and position of the first.
 *
 *   0001  plan: { type: options, options: [free, pro] }
 *   0003  plan: { options: [free, pro, enterprise] }          → options of 0003, type of 0001
 *
 * Twice in one version, once without a version besides another, and taking `protect: true` off are errors. Declarations of other kinds pass unchanged.
 */
export function combineVersions<D extends Declaration>(
  declarations: readonly D[],
  revisableKinds: ReadonlySet<string>,
): { readonly declarations: readonly D[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const groups = new Map<string, D[]>();
  const combined: D[] = [];
  for (const declaration of declarations) {
    if (!revisableKinds.has(declaration.kind) && !REPEATABLE.has(declaration.kind)) {
      // There may be a million of them.
      combined.push(declaration);
      continue;
    }
    const group = groups.get(declaration.address);
    if (group === undefined) groups.set(declaration.address, [declaration]);
    else group.push(declaration);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    combined.push(group.length === 1 ? first : combine(first, group, revisableKinds, diagnostics));
  }
  return { declarations: combined.sort((a, b) => a.order - b.order), diagnostics };
}

function combine<D extends Declaration>(
  first: D,
  group: readonly D[],
  revisableKinds: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): D {
  const revisable = revisableKinds.has(first.kind);
  const byVersion = new Map<number | null, D>();
  let isRefused = false;
  const cells = new Map<string, Cell>();
  // Versions in order, so that a later one wins wherever it stands; a stable sort keeps path order within one.
  for (const declaration of [...group].sort((a, b) => (a.version ?? -1) - (b.version ?? -1))) {
    const same = byVersion.get(declaration.version);
    if (same !== undefined) {
      diagnostics.push(twice(same, declaration));
      continue;
    }
    const unversioned = byVersion.get(null);
    byVersion.set(declaration.version, declaration);
    if (revisable && unversioned !== undefined && !isRefused) {
      diagnostics.push(cannotRevise(unversioned, declaration));
      isRefused = true;
    }
    for (const [path, cell] of declaration.cells) {
      const before = cells.get(path);
      if (path === 'protect' && before?.value === true && cell.value !== true) {
        diagnostics.push(unprotected(declaration.address, before, cell));
      } else cells.set(path, cell);
    }
  }
  const origins = group.flatMap((declaration) => declaration.origins ?? []);
  return {
    ...first,
    cells,
    origins,
    ...(group.some(({ unsure }) => unsure === true) ? { unsure: true } : {}),
  };
}

function twice(first: Declaration, second: Declaration): Diagnostic {
  const where = first.version === null ? 'in files without a version' : `in version ${first.version}`;
  return {
    code: 'declared-twice',
    severity: 'error',
    summary: `${first.address} is declared twice ${where}`,
    detail: `first at ${placeText(first.place)}`,
    help: 'keep one of the two, or revise it in a file with a higher number',
    address: first.address,
    ...second.place,
  };
}

function cannotRevise(unversioned: Declaration, versioned: Declaration): Diagnostic {
  return {
    code: 'declared-twice',
    severity: 'error',
    summary: `${versioned.address} is declared with a version and without one`,
    detail: `also at ${placeText(versioned.place)}; a file without a number cannot revise, and cannot be revised`,
    help: `give ${unversioned.place.file} a number such as 0001-, or keep one of the two`,
    address: versioned.address,
    ...unversioned.place,
  };
}

function unprotected(address: string, before: Cell, cell: Cell): Diagnostic {
  return {
    code: 'protect-removed',
    severity: 'error',
    summary: `${address} is protected, and no later version may take that off`,
    detail: `protected at ${placeText(before.place)}`,
    help: 'take this line out; to lift the protection, edit the line that set it',
    address,
    ...cell.place,
  };
}

function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
