import { kindOf } from '../../kinds/index.ts';
import { counted } from '../words/counted.ts';
import { inert } from '../words/inert.ts';

/** Whether items of this kind are people that a contact set declares; their addresses name the set. */
export function isInSet(kind: string): boolean {
  return kindOf(kind)?.people?.inSets === true;
}

/** `1,204 contacts`. A plan file of another version may hold a kind that is not known here. */
export function countedKind(count: number, kind: string): string {
  const words = kindOf(kind)?.words;
  return words === undefined ? counted(count, inert(kind)) : counted(count, words.one, words.many);
}
