/** What stands before the name of a custom attribute: `custom_attributes.plan`. */
const ATTRIBUTE_PREFIX = 'custom_attributes.';

/** How many names and paths are remembered: the same few are asked for with every contact. */
const MOST_REMEMBERED = 2000;

const paths = new Map<string, string>();
const names = new Map<string, string | null>();

/** The field path of a custom attribute in manifests and plans: `custom_attributes.plan` for `plan`. */
export function attributePath(name: string): string {
  return paths.get(name) ?? remembered(paths, name, ATTRIBUTE_PREFIX + name);
}

/** The name of the custom attribute that a field path stands for; undefined for any other field. */
export function attributeName(path: string): string | undefined {
  const known = names.get(path);
  if (known !== undefined) return known ?? undefined;
  return (
    remembered(names, path, isAttributePath(path) ? path.slice(ATTRIBUTE_PREFIX.length) : null) ?? undefined
  );
}

/** Whether a field path stands for a custom attribute. */
export function isAttributePath(path: string): boolean {
  return path.startsWith(ATTRIBUTE_PREFIX);
}

function remembered<V>(known: Map<string, V>, key: string, value: V): V {
  if (known.size === MOST_REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}
