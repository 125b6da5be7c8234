import { isJsonObject, type JsonObject } from '../types/json.ts';
import type { ProductionWorkspace } from '../types/project.ts';

/** Names that everybody gives to the environment whose data is real. */
const NAMES: ReadonlySet<string> = new Set(['production', 'prod', 'live']);

/**
 * The workspaces that the project file calls production: with `workspace: { production: true }`, or by the name of their
 * environment. `production: false` takes the meaning from a name.
 */
export function productionWorkspaces(
  data: JsonObject,
  chosen: string | null,
): readonly ProductionWorkspace[] {
  const found: ProductionWorkspace[] = [];
  const environments = Object.entries(isJsonObject(data['environments']) ? data['environments'] : {});
  const base = workspaceOf(data);
  if (environments.length === 0 && base.production === true)
    found.push({ name: 'the workspace', id: base.id, isChosen: true });
  for (const [name, overlay] of environments) {
    const isChosen = name === chosen;
    const own = isJsonObject(overlay) ? workspaceOf(overlay) : {};
    const { production = base.production ?? NAMES.has(name.toLowerCase()) } = own;
    if (production) found.push({ name: `environment ${name}`, id: own.id ?? base.id, isChosen });
  }
  return found;
}

function workspaceOf(settings: JsonObject): { readonly id?: string; readonly production?: boolean } {
  const workspace = settings['workspace'];
  if (!isJsonObject(workspace)) return {};
  const { id, production } = workspace;
  return {
    ...(id === undefined ? {} : { id: String(id) }),
    ...(typeof production === 'boolean' ? { production } : {}),
  };
}
