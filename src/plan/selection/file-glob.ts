/** Tells whether a path from the project folder is meant. */
export type FileMatcher = (path: string) => boolean;

/**
 * Compiles the pattern of `--file`. Everything else is literal.
 *
 *     ?      one character of a name             crm/000?-plan.yaml
 *     *      any characters of one name          crm/*.yaml
 *     **     any characters, across folders      crm/**
 *     ** /   any folders, or none                crm/** /beta.yaml   (without the space)
 */
export function fileGlob(glob: string): FileMatcher {
  const source = glob.replace(/^(?:\.\/)+/, '').replace(/\*\*\/|\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `\\${token}`;
  });
  const pattern = new RegExp(`^${source}$`, 'su');
  return (path) => pattern.test(path);
}
