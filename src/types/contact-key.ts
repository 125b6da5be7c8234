/** One thing to look contacts up by. */
export interface ContactKey {
  readonly field: 'id' | 'external_id' | 'email' | 'phone';
  readonly value: string;
}
