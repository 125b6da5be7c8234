import { kinds } from '../kinds/index.ts';
import type { Cell, Cells, Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { exactSpot } from '../types/place.ts';
import { type CellInForce, revisionFinding } from './revision-findings.ts';

/**
 * Combines declarations of kinds that are revisable or repeatable into one for each address. A cell of a later version replaces
 * the cell with the same path of an earlier version: scalars and lists are replaced, maps combine by key. Each cell keeps its
 * own place and version. The combined declaration has the place and order of the first one.
 *
 *     0001  plan: { type: options, options: [free, pro] }
 *     0003  plan: { options: [free, pro, enterprise] }          → options of 0003, type of 0001
 *
 * Each manifest folder has its own versions. It is an error to declare an item twice in one version, to remove `protect: true`,
 * and, for revisable kinds, to declare an item in two folders, or with a version and without one. Declarations of other kinds
 * pass unchanged.
 */
export function combineVersions<D extends Declaration>(
  declarations: readonly D[],
  revisableKinds: ReadonlySet<string>,
): { readonly declarations: readonly D[]; readonly diagnostics: readonly Diagnostic[] } {
  const repeatable = new Set(kinds.flatMap((kind) => (kind.repeatable ? kind.name : [])));
  const diagnostics: Diagnostic[] = [];
  const groups = new Map<string, D[]>();
  const combined: D[] = [];
  for (const declaration of declarations) {
    if (!revisableKinds.has(declaration.kind) && !repeatable.has(declaration.kind)) {
      // Contacts, for example, of which there may be a million.
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
    combined.push(group.length === 1 ? first : combineFolders(first, group, revisableKinds, diagnostics));
  }
  return { declarations: combined.sort((a, b) => a.order - b.order), diagnostics };
}

/** If several folders declare an item, the declaration of the folder that is listed first is used. */
function combineFolders<D extends Declaration>(
  first: D,
  group: readonly D[],
  revisableKinds: ReadonlySet<string>,
  diagnostics: Diagnostic[],
): D {
  const folders = new Map<string, D[]>();
  for (const declaration of group) {
    const folder = folderOf(declaration);
    const own = folders.get(folder);
    if (own === undefined) folders.set(folder, [declaration]);
    else own.push(declaration);
  }
  const revisable = revisableKinds.has(first.kind);
  const [own, ...others] = [...folders.values()].map((list) => combine(list, revisable, diagnostics));
  if (own === undefined) throw new Error('a group is never empty');
  if (others.length === 0) return own;
  if (revisable) for (const other of others) diagnostics.push(inTwoFolders(own, other));
  return {
    ...own,
    cells: revisable ? own.cells : unitedCells([own, ...others]),
    origins: [own, ...others].flatMap(({ origins }) => origins ?? []),
  };
}

/** The cells of the first declaration replace those of the others, none of which is lost: no folder revises another one. */
function unitedCells(declarations: readonly Declaration[]): Cells {
  const united = new Map<string, Cell>();
  for (const { cells } of declarations.toReversed())
    for (const [path, cell] of cells) united.set(path, chained(cell, united.get(path)));
  return united;
}

function chained(cell: Cell, earlier: Cell | undefined): Cell {
  if (earlier === undefined) return cell;
  return { ...cell, replaces: cell.replaces === undefined ? earlier : chained(cell.replaces, earlier) };
}

function folderOf({ origins }: Declaration): string {
  return origins?.[0]?.folder ?? '';
}

/** Combines the declarations of one folder. */
function combine<D extends Declaration>(
  group: readonly D[],
  revisable: boolean,
  diagnostics: Diagnostic[],
): D {
  const [first] = group;
  if (first === undefined) throw new Error('a group is never empty');
  if (group.length === 1) return first;
  const byVersion = new Map<number | null, D>();
  let isRefused = false;
  const held = new Map<string, CellInForce>();
  // In the order of versions, so that a later one wins wherever its file stands. The sort is stable, so files of one version
  // stay in path order.
  for (const declaration of [...group].sort((a, b) => (a.version ?? -1) - (b.version ?? -1))) {
    const same = byVersion.get(declaration.version);
    if (same !== undefined) {
      diagnostics.push(twice(same, declaration));
      continue;
    }
    const unversioned = byVersion.get(null);
    const isFirst = byVersion.size === 0;
    byVersion.set(declaration.version, declaration);
    if (revisable && unversioned !== undefined && !isRefused) {
      diagnostics.push(cannotRevise(unversioned, declaration));
      isRefused = true;
    }
    for (const [path, written] of declaration.cells) {
      const before = held.get(path);
      const cell = before === undefined ? written : { ...written, replaces: before.cell };
      const after: CellInForce = { cell, by: declaration, isFirst };
      if (path === 'protect' && before?.cell.value === true && cell.value !== true) {
        diagnostics.push(unprotected(declaration.address, before.cell, cell));
        continue;
      }
      held.set(path, after);
      const finding =
        revisable && !isRefused && before !== undefined ? revisionFinding(path, before, after) : undefined;
      if (finding !== undefined) diagnostics.push(finding);
    }
  }
  return {
    ...first,
    cells: new Map([...held].map(([path, { cell, by }]) => [path, { ...cell, version: by.version }])),
    origins: group.flatMap((declaration) => declaration.origins ?? []),
    ...(group.some(({ isPartial }) => isPartial === true) ? { isPartial: true } : {}),
  };
}

function inTwoFolders(first: Declaration, second: Declaration): Diagnostic {
  return {
    code: 'declared-twice',
    severity: 'error',
    summary: `${second.address} is declared in two manifest folders, ${folderOf(first)} and ${folderOf(second)}`,
    detail: `first at ${exactSpot(first.place)}`,
    help: 'declare it in one of them: folders are numbered each for itself, so no file of one can revise what another declares',
    address: second.address,
    ...second.place,
  };
}

function twice(first: Declaration, second: Declaration): Diagnostic {
  const where = first.version === null ? 'in files without a version' : `in version ${first.version}`;
  return {
    code: 'declared-twice',
    severity: 'error',
    summary: `${first.address} is declared twice ${where}`,
    detail: `first at ${exactSpot(first.place)}`,
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
    detail: `also at ${exactSpot(versioned.place)}; a file without a number cannot revise, and cannot be revised`,
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
    detail: `protected at ${exactSpot(before.place)}`,
    help: 'take this line out; to lift the protection, edit the line that set it',
    address,
    ...cell.place,
  };
}
