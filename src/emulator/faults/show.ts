import type { Fault, FaultPlan, FaultRoute, FaultTrigger } from './faults.ts';

/** The faults of a plan as `parseFaults` reads them, without the switches. */
export function showFaults({ seed, faults }: FaultPlan): string {
  return [...faults.map(showFault), `seed=${seed}`].join(',');
}

/** `500-after#1 on POST /contacts`. */
export function showFault({ name, when, delayMs, route }: Fault): string {
  const delay = delayMs === undefined ? '' : `@${delayMs}`;
  return `${name}${showTrigger(when)}${delay}${route === undefined ? '' : ` on ${showRoute(route)}`}`;
}

function showTrigger(when: FaultTrigger): string {
  if ('chance' in when) return `:${when.chance}`;
  return 'every' in when ? `/${when.every}` : `#${when.only}`;
}

function showRoute({ method, path }: FaultRoute): string {
  return [method, path].filter((part) => part !== undefined).join(' ');
}
