/** How a body comes back: as HTML, a paragraph where it was plain text (intercom 5.4). */
export function asHtml(body: string): string {
  return body.startsWith('<') ? body : `<p>${body}</p>`;
}
