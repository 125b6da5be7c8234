export interface WireTag {
  readonly id: string;
  readonly name: string;
}
