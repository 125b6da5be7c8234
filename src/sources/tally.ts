import type { Diagnostic, Report, Severity } from '../types/diagnostic.ts';
import type { Place } from '../types/place.ts';

/** How many values a counted finding shows. */
const samples = 3;

/** Findings that a file may hold thousands of: reported once, with a count, at the first place. */
export class Tally {
  readonly #found = new Map<string, { first: Diagnostic; count: number; shown: string[] }>();

  add(
    finding: { code: string; severity: Severity; summary: string; help: string },
    sample: string,
    place: Place,
  ): void {
    const key = `${finding.code}\n${finding.summary}`;
    const known = this.#found.get(key);
    if (known === undefined)
      this.#found.set(key, { first: { ...finding, ...place }, count: 1, shown: [sample] });
    else {
      known.count++;
      // A repeated sample shows nothing new.
      if (known.shown.length < samples && !known.shown.includes(sample)) known.shown.push(sample);
    }
  }

  report(report: Report): void {
    for (const { first, count, shown } of this.#found.values()) {
      const times = count === 1 ? '' : ` (${count} times)`;
      const more = count > shown.length ? ` and ${count - shown.length} more` : '';
      report({ ...first, summary: `${first.summary}${times}`, detail: `${shown.join('; ')}${more}` });
    }
    this.#found.clear();
  }
}
