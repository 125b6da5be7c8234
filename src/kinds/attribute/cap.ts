import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';
import type { LiveAttributes } from './live.ts';

/** How many custom attributes a workspace may hold; archived ones do not count (intercom 3.5). */
const maxCustomAttributes = 250;
const nearlyFull = 225;

/** Refuses a plan that would exceed the cap, and warns near it. */
export function checkAttributeCap(
  planned: readonly Planned[],
  live: LiveAttributes,
  declared: readonly AttributeDeclaration[],
  report: Report,
): void {
  const before = [...live.values()].filter((attribute) => attribute.custom && !attribute.archived).length;
  let after = before;
  for (const item of planned) {
    if (item.state !== 'change') continue;
    if (item.change.action === 'create' || item.change.action === 'unarchive') after++;
    if (item.change.action === 'archive') after--;
  }
  if (after < nearlyFull) return;
  const last = declared.at(-1);
  report({
    code: 'attribute-cap',
    severity: after > maxCustomAttributes && after > before ? 'error' : 'warning',
    summary: `the workspace would hold ${after} custom attributes`,
    detail: `it holds ${before} now; Intercom's cap is ${maxCustomAttributes}, archived ones not counted`,
    help: 'archive attributes that nobody uses',
    ...(last === undefined ? {} : last.place),
  });
}

/**
 * The same without the live state: the manifests alone may declare more than a workspace holds. The finding is about the
 * first attribute beyond the cap. No source says whether contacts and companies share one cap (intercom 3.5), so it is an
 * error only where one model alone exceeds it.
 */
export function foreseeAttributeCap(declared: readonly AttributeDeclaration[], report: Report): void {
  const living = declared.filter((declaration) => !isDeclaredTrue(declaration, 'archived'));
  if (living.length < nearlyFull) return;
  const [contacts, companies] = (['contact', 'company'] as const).map((model) =>
    living.filter((declaration) => declaration.model === model),
  );
  const over = [contacts, companies].find((list) => (list?.length ?? 0) > maxCustomAttributes);
  const last = (over ?? living)[maxCustomAttributes] ?? living.at(-1);
  const files = new Set(living.map(({ place }) => place.file)).size;
  report({
    code: 'attribute-cap',
    severity: over === undefined ? 'warning' : 'error',
    summary: `the manifests declare ${living.length} custom attributes`,
    detail: `${contacts?.length ?? 0} of contacts and ${companies?.length ?? 0} of companies, in ${files} ${files === 1 ? 'file' : 'files'}; Intercom's cap is ${maxCustomAttributes}, archived ones not counted`,
    help: 'declare those that nobody uses with archived: true',
    ...(last === undefined ? {} : { address: last.address, ...last.place }),
  });
}
