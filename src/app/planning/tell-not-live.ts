import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';

/** Says how much of the contacts that are not live a plan has seen, unless that was all: who was not seen may be archived. */
export function tellNotLive({ notLive: { extent } }: Pick<Catalog, 'notLive'>, report: Report): void {
  if (extent.state === 'refused' || extent.state === 'unusable')
    report({
      code: 'non-live-not-served',
      severity: 'info',
      summary: 'Intercom did not list the contacts that are not live',
      detail:
        extent.state === 'unusable' ? extent.why : `GET /contacts/deleted was answered with ${extent.status}`,
      help: 'a create that meets an archived contact is found out during apply; on_archived decides what happens then',
    });
  if (extent.state !== 'read' || extent.whole) return;
  const of = extent.total === undefined ? '' : ` of ${extent.total}`;
  report({
    code: 'non-live-in-part',
    severity: 'info',
    summary: `${extent.came}${of} contacts that are not live were read`,
    detail: 'a create may still meet an archived one, which is found out during apply',
    help: 'plan with --non-live to read all of them',
  });
}
