/** Whether a pattern matches a path, relative to the project folder. */
export type FileMatcher = (path: string) => boolean;

/**
 * Compiles a pattern of `--file`. All other characters are literal.
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
