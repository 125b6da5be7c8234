export { combineVersions } from './combine-versions.ts';
export { versionPrefix } from './discover.ts';
export { type LoadedManifests, loadManifests } from './load-manifests.ts';
export { loadProject } from './load-project.ts';
export { readProjectFile } from './project-file.ts';
export { createSchemas } from './schemas.ts';
export { tokenOf } from './token.ts';
export { givenVariables } from './variables.ts';
