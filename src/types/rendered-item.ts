import type { Json } from './json.ts';
import type { Place } from './place.ts';

/** An item after versions are combined, with the place of every value. */
export interface RenderedItem {
  readonly address: string;
  readonly kind: string;
  readonly place: Place;
  readonly fields: Readonly<
    Record<
      string,
      { readonly value: Json; readonly file: string; readonly line?: number; readonly row?: number }
    >
  >;
}
