/**
 * Whether a path fits a pattern such as `/contacts/*`: `*` stands for one segment, `**` at the end for any number of them. A slash
 * too many counts for nothing.
 */
export function pathFits(path: string, pattern: string): boolean {
  const given = segmentsOf(path);
  const wanted = segmentsOf(pattern);
  const isOpen = wanted.at(-1) === '**';
  if (isOpen) wanted.pop();
  if (isOpen ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, position) => segment === '*' || segment === given[position]);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
