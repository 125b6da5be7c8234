import { addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import { liveOptionTwice } from '../declared/list-options.ts';
import { candidates } from '../values/live-candidates.ts';
import { CONVERSATION_ATTRIBUTES } from './calls.ts';
import {
  activeOf,
  activeOptions,
  type LiveConversationAttribute,
  liveConversationAttribute,
} from './live.ts';

/** Lists the attributes once, and finds names and labels that the changes of a run made and that are there twice by now. */
export async function conversationAttributesMadeTwice(
  changes: readonly Change[],
  reader: Pick<IntercomReader, 'list'>,
): Promise<readonly Diagnostic[]> {
  const live = (await reader.list(CONVERSATION_ATTRIBUTES)).map(liveConversationAttribute);
  return changes.flatMap(({ address }) => {
    const [, name = ''] = addressSegments(address);
    const named = activeOf(live, name);
    const [one, ...others] = named;
    if (one === undefined) return [];
    const found = others.length > 0 ? nameTwice(name, named) : optionTwice(one);
    return found === undefined ? [] : [{ ...found, severity: 'warning' as const, address }];
  });
}

/** Names are not unique: nobody but the reader can say which one is meant. */
export function nameTwice(
  name: string,
  live: readonly LiveConversationAttribute[],
): Omit<Diagnostic, 'severity'> {
  const told = candidates(live, ({ type }, made) => [type, made]);
  return {
    code: 'conversation-attribute-twice',
    summary: `${live.length} live conversation attributes are called ${name}`,
    detail: `${told.join(', ')}; while there are several, Intercom refuses to write attributes of conversations`,
    help: 'archive or rename all but one of them in Intercom',
  };
}

export function optionTwice(live: LiveConversationAttribute): Omit<Diagnostic, 'severity'> | undefined {
  const seen = new Map<string, string>();
  for (const { id, label } of activeOptions(live)) {
    const other = seen.get(label);
    seen.set(label, id);
    if (other === undefined) continue;
    return liveOptionTwice(live.name, `${JSON.stringify(label)} is option ${other} and option ${id}`);
  }
  return undefined;
}
