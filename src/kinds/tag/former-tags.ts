import type { Catalog, FormerTag } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { exactSpot } from '../../types/place.ts';
import { formerTagInUse, type OtherUse } from '../declared/former-tag.ts';
import { formerNames, type TagDeclaration } from './declaration.ts';

/**
 * Publishes what declared tags were called before, and reports former names that are the name of a tag today, or that two tags
 * had. Owner tags among them are found where contact sets are checked.
 */
export function noteFormerTags(
  declared: readonly TagDeclaration[],
  { formerTags }: Pick<Catalog, 'formerTags'>,
  report: Report,
): void {
  const today = new Map(declared.map((declaration) => [declaration.name.toLowerCase(), declaration]));
  for (const declaration of declared) {
    const heir = { address: declaration.address, name: declaration.name };
    for (const { name, place } of formerNames(declaration)) {
      const key = name.toLowerCase();
      const other = formerTags.get(key);
      if (other?.heir.address === heir.address) continue;
      const former: FormerTag = { name, place, heir, order: declaration.order };
      const use = useOf(former, today.get(key), other);
      if (use === undefined) formerTags.set(key, former);
      else report(formerTagInUse(former, use));
    }
  }
}

function useOf(
  { name, heir }: FormerTag,
  today: TagDeclaration | undefined,
  other: FormerTag | undefined,
): OtherUse | undefined {
  const said = JSON.stringify(name);
  if (today?.address === heir.address)
    return {
      detail: `${said} and ${JSON.stringify(heir.name)} are one name: names of tags compare without case`,
      help: 'take it out of was; another spelling is given to a tag in Intercom',
    };
  if (today !== undefined)
    return {
      detail: `${said} is declared at ${exactSpot(today.place)}`,
      help: `declare the tag under its new name only: take ${said} out there, in earlier versions too`,
    };
  if (other !== undefined)
    return {
      detail: `${said} was ${other.heir.name} as well, at ${exactSpot(other.place)}`,
      help: 'name it at the one tag that takes over whoever carries it',
    };
  return undefined;
}
