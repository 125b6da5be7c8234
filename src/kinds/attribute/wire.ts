/** A data attribute as read. Built-ins have no `id`; a list reads back as `string` with `options`. */
export interface WireAttribute {
  readonly id?: number;
  readonly model: string;
  readonly name: string;
  readonly full_name: string;
  readonly label?: string;
  readonly description?: string | null;
  readonly data_type: string;
  readonly options?: readonly string[];
  readonly archived?: boolean;
  readonly custom?: boolean;
  readonly api_writable?: boolean;
  readonly messenger_writable?: boolean;
}
