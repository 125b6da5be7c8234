/** Why a question stays open. */
export class NotProbed extends Error {
  override readonly name = 'NotProbed';
}
