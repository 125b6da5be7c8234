import { declaredOf, isOfSets } from '../kinds/declared/sets.ts';
import { kinds } from '../kinds/index.ts';
import { AddressSelection } from '../plan/selection/address-selection.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { RenderedItem } from '../types/rendered-item.ts';
import type { SourceText } from '../types/source-text.ts';
import { createCatalog } from './catalog.ts';
import { groupDiagnostics } from './group-diagnostics.ts';
import { checkOffline, loadDeclarations } from './load.ts';
import { type Masking, maskingOf } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { behindDeclaration } from './origins.ts';
import { unmatchedGlobs } from './unmatched-globs.ts';
import { type RenderedPerson, renderWho } from './who.ts';

export interface RenderOptions extends PlanningOptions {
  /** `--who`: the email, external_id or id of a contact. */
  readonly who?: string | undefined;
}

/**
 * What is declared after versions, environments, variables and defaults are applied, and where each value comes from. The flags
 * select items; what these require is not added.
 */
export async function renderManifests(
  options: RenderOptions,
  ports: Ports,
): Promise<{
  people?: readonly RenderedPerson[];
  items: readonly RenderedItem[];
  diagnostics: readonly Diagnostic[];
  sources: SourceText;
  masking: Masking;
}> {
  const loaded = await loadDeclarations(options, ports);
  const { project, contactSets: sets } = loaded;
  const timezone = project?.workspace.timezone ?? 'UTC';
  const catalog = createCatalog({ online: false, timezone, project, sets });
  const offline = checkOffline(loaded, catalog);
  const selection = new AddressSelection({ ...options, always: loaded.project?.exclude ?? [] });
  const unmatched =
    project === undefined
      ? []
      : unmatchedGlobs(selection, loaded, { catalog, diagnostics: offline, project });
  const who =
    options.who === undefined ? undefined : renderWho(declaredOf(loaded.declared, 'inSets'), options.who);
  const mine = new Set(who?.people.flatMap(({ declarations }) => declarations.map((one) => one.address)));
  const items = kinds.flatMap((kind) =>
    (loaded.declared.get(kind.name) ?? [])
      .filter(({ kind, address }) => who === undefined || (isOfSets(kind) && mine.has(address)))
      .filter((declaration) => selection.selects(declaration.address, behindDeclaration(declaration)))
      .map((declaration): RenderedItem => {
        const fields: Record<string, RenderedItem['fields'][string]> = {};
        for (const [path, { value, place }] of declaration.cells) {
          fields[path] = {
            value,
            file: place.file,
            ...(place.line === undefined ? {} : { line: place.line }),
            ...(place.row === undefined ? {} : { row: place.row }),
          };
        }
        return { address: declaration.address, kind: declaration.kind, place: declaration.place, fields };
      }),
  );
  return {
    ...(who === undefined ? {} : { people: who.people }),
    items,
    diagnostics: groupDiagnostics([...offline, ...unmatched, ...(who?.diagnostics ?? [])]),
    sources: loaded.sources,
    masking: maskingOf(loaded),
  };
}
