const SCHEMAS = 'node_modules/interform/schemas';
const MANIFESTS = `${SCHEMAS}/manifest.schema.json`;
const YAML_EXTENSION = 'redhat.vscode-yaml';

export const EDITOR_SETTINGS = '.vscode/settings.json';
export const EDITOR_EXTENSIONS = '.vscode/extensions.json';

/**
 * Settings for VS Code (and other editors that read them) to recognise manifests and the project file. `manifests`: manifest
 * folders, '' for the project folder.
 */
export function editorFiles(manifests: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    [EDITOR_SETTINGS, jsonText({ 'yaml.schemas': schemasOf(manifests) })],
    [EDITOR_EXTENSIONS, jsonText({ recommendations: [YAML_EXTENSION] })],
  ]);
}

/** What to add by hand to settings files that exist already. They may contain comments, so they are never rewritten. */
export function missingInEditorFiles(
  present: ReadonlyMap<string, string>,
  manifests: readonly string[],
): readonly string[] {
  const settings = present.get(EDITOR_SETTINGS);
  const extensions = present.get(EDITOR_EXTENSIONS);
  const lines: string[] = [];
  if (settings !== undefined && !settings.includes('interform/schemas/'))
    lines.push(`add to ${EDITOR_SETTINGS}: "yaml.schemas": ${JSON.stringify(schemasOf(manifests))}`);
  if (extensions !== undefined && !extensions.toLowerCase().includes(YAML_EXTENSION))
    lines.push(`add to ${EDITOR_EXTENSIONS}: "recommendations": ["${YAML_EXTENSION}"]`);
  return lines;
}

function schemasOf(manifests: readonly string[]): Readonly<Record<string, readonly string[]>> {
  // The project folder contains other YAML too. There, the first line of each manifest names the schema.
  const folders = manifests.filter((folder) => folder !== '' && folder !== '.');
  return {
    ...(folders.length === 0
      ? {}
      : { [MANIFESTS]: folders.flatMap((folder) => FORMS.map((form) => `${folder}/${form}`)) }),
    [`${SCHEMAS}/project.schema.json`]: ['interform.yaml'],
  };
}

const FORMS = ['**/*.yaml', '**/*.yml'] as const;

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
