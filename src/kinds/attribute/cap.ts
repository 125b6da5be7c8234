import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';
import type { LiveAttributes } from './live.ts';

/** Custom attributes a workspace may hold; archived ones do not count (api.md 3.5). */
const maxCustomAttributes = 250;
const nearlyFull = 225;

/** Refuses a plan that would pass the cap, and warns where it comes near. */
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
 * The same without the live state: what is declared may alone be more than a workspace holds. It is told of the first that has no
 * room.
 */
export function foreseeAttributeCap(declared: readonly AttributeDeclaration[], report: Report): void {
  const living = declared.filter((declaration) => !isDeclaredTrue(declaration, 'archived'));
  if (living.length < nearlyFull) return;
  const of = (model: string) => living.filter((declaration) => declaration.model === model).length;
  const files = new Set(living.map(({ place }) => place.file)).size;
  const last = living[maxCustomAttributes] ?? living.at(-1);
  report({
    code: 'attribute-cap',
    severity: living.length > maxCustomAttributes ? 'error' : 'warning',
    summary: `the manifests declare ${living.length} custom attributes`,
    detail: `${of('contact')} of contacts and ${of('company')} of companies, in ${files} ${files === 1 ? 'file' : 'files'}; Intercom's cap is ${maxCustomAttributes}, archived ones not counted`,
    help: 'declare those that nobody uses with archived: true; if your workspace has a higher cap, set rules: { attribute-cap: warn }',
    ...(last === undefined ? {} : { address: last.address, ...last.place }),
  });
}
