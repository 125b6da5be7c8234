// Where the store is that a pipeline hands on, as `interform history --json` tells it.
import { resolve } from 'node:path';

/** The folder, from the project folder on; or why nothing is handed on, in `said`, as a `warning` where somebody should act. */
export function placeOf(text, project) {
  let settings;
  try {
    ({ settings } = JSON.parse(text));
  } catch {}
  if (settings === undefined)
    return { said: 'the place of the store is not known, so it is not handed on', warning: true };
  const { kind, path, keep_values: keepsValues } = settings;
  if (kind === 'none') return { said: 'this project keeps no store, so none is handed on' };
  if (kind !== 'folder') return { said: 'the store is shared, so it need not be handed on' };
  if (keepsValues)
    return {
      said: 'the store keeps values, which are personal data, so it is not handed on: take keep_values: true out of the project file, or share a Redis with store: { url_env: INTERFORM_STORE_URL }',
      warning: true,
    };
  return { folder: resolve(project, path) };
}
