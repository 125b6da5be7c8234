import type { JsonObject } from '../../../types/json.ts';
import type { AttributeRecord } from './store.ts';

/** A custom data attribute (intercom 3.2): description and options only where there are any. */
export function showAttribute(record: AttributeRecord): JsonObject {
  return {
    id: record.id,
    type: 'data_attribute',
    name: record.name,
    full_name: `custom_attributes.${record.name}`,
    label: record.name,
    ...(record.description === undefined ? {} : { description: record.description }),
    data_type: record.data_type,
    ...(record.options === undefined ? {} : { options: record.options }),
    api_writable: true,
    ui_writable: false,
    messenger_writable: record.messenger_writable,
    custom: true,
    archived: record.archived,
    admin_id: record.admin_id,
    created_at: record.created_at,
    updated_at: record.updated_at,
    model: record.model,
  };
}
