import type { FaultRoute } from './faults.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** The route of a fault, such as `POST /contacts/*`, `/contacts/search` or `DELETE`; a string says why it cannot be read. */
export function readRoute(text: string): FaultRoute | string {
  const words = text.split(' ').filter((word) => word !== '');
  const [first = '', second] = words;
  if (words.length > 2) return 'a route is a method, a path, or both';
  const method = first.startsWith('/') ? undefined : first.toUpperCase();
  const path = method === undefined ? first : second;
  if (method === undefined && second !== undefined) return 'the method stands before the path';
  if (method !== undefined && !METHODS.has(method))
    return `no method "${first}"; there are ${[...METHODS].join(', ')}`;
  const problem = path === undefined ? undefined : problemOf(path);
  if (problem !== undefined) return problem;
  return { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
}

function problemOf(path: string): string | undefined {
  if (!path.startsWith('/')) return 'a path begins with /';
  const segments = path.split('/');
  const isWrong = segments.some(
    (segment, position) =>
      segment.includes('*') && segment !== '*' && !(segment === '**' && position === segments.length - 1),
  );
  return isWrong ? '* stands for a whole segment, and ** for all at the end' : undefined;
}
