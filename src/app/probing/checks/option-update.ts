import { isJsonObject, type Json } from '../../../types/json.ts';
import type { ProbeCheck } from '../check.ts';
import { PROBE_ATTRIBUTES } from '../names.ts';

/** intercom 9.14. Under either answer the list stays as short as it is. */
export const optionUpdate: ProbeCheck<'option_update'> = {
  name: 'option_update',
  question: 'Does an update of options replace those that it does not name?',
  async try(desk) {
    const { id } = await desk.attribute('list');
    const [first, second, third] = PROBE_ATTRIBUTES.list.options;
    const update = (...values: readonly string[]) =>
      desk.need({
        method: 'PUT',
        path: `/data_attributes/${String(id)}`,
        body: { options: values.map((value) => ({ value })) },
      });
    await update(first, second, third);
    await update(first, second);
    const after = optionsOf((await desk.findAttribute('list'))?.['options']);
    return {
      found: after.includes(third) ? 'appended' : 'replaced',
      how: `an update without "${third}" left ${after.join(', ')}`,
    };
  },
};

/** Objects are sent, texts come back (intercom 8.12); either is understood. */
function optionsOf(options: Json | undefined): readonly string[] {
  if (!Array.isArray(options)) return [];
  return options.map((option: Json) => String(isJsonObject(option) ? option['value'] : option));
}
