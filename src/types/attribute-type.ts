/** What the values of an attribute are. */
export type AttributeType = 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'datetime' | 'options';
/** Whose attribute it is. */
export type Model = 'contact' | 'company';
