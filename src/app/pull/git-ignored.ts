/**
 * Whether a `.gitignore` has a line about a file or one of its folders. A line with `!` counts too: then the team has decided
 * not to ignore it. Supports `*`, `?`, `**` and folders of git's patterns.
 */
export function ignores(text: string, file: string): boolean {
  const parts = file.split('/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return text.split(/\r?\n/).some((line) => {
    const pattern = line.trim().replace(/^!/, '').replace(/\/$/, '');
    if (pattern === '' || pattern.startsWith('#')) return false;
    const isAnchored = pattern.includes('/');
    const matcher = matching(pattern.replace(/^\//, ''));
    return (isAnchored ? folders : parts).some((one) => matcher.test(one));
  });
}

function matching(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*\/|\*+|\?)/)
    .map((piece) => {
      if (piece === '**/') return '(?:.*/)?';
      if (piece.startsWith('*')) return piece.length > 1 ? '.*' : '[^/]*';
      return piece === '?' ? '[^/]' : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
