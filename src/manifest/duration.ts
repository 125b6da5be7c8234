const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of a duration such as `5m`, `90s`, `1.5h`, `90d` or `0`, rounded. The schema of the project file has checked the
 * form.
 */
export function durationMs(text: string): number {
  const [, amount = '0', unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/.exec(text) ?? [];
  return Math.round(Number(amount) * (UNIT_MS[unit] ?? 1));
}
