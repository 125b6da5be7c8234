import { attributePath } from '../../types/attribute-path.ts';
import type { Filling, Generating } from '../../types/kind/generating.ts';
import { attributesAt, attributesOfSources } from '../declared/filled-attributes.ts';

/** Contact sets fill the attributes of contacts; one that is retired declares nobody. */
export const contactGenerating: Generating = {
  fillings(document, columnsOf) {
    const { data } = document;
    if (data['retired'] === true) return [];
    const by = { of: 'contact', by: 'set', name: String(data['name']) };
    const contacts = data['contacts'];
    const written = Array.isArray(contacts) ? contacts.map((_, index) => ['contacts', index]) : [];
    const once = data['only_if_empty'];
    const onlyIfEmpty = new Set(Array.isArray(once) ? once.map(String) : []);
    const held = [
      ...attributesAt(document, written, 'written', by),
      ...attributesOfSources(document, columnsOf, by),
      ...attributesAt(document, [['defaults']], 'default', by),
    ].map((filling): Filling => {
      const isOnce = filling.field !== null && onlyIfEmpty.has(attributePath(filling.field));
      return isOnce ? { ...filling, isOnlyIfEmpty: true } : filling;
    });
    return [...held, ...attributesAt(document, [['on_create']], 'on_create', by)];
  },
};
