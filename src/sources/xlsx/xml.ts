import { SaxesParser } from 'saxes';
import { notXlsx } from './archive.ts';

/** What is done with the parts of an XML document; names are without their prefix. */
export interface XmlHandlers {
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Reads a part of the workbook; after each piece the caller may take what the handlers gathered. */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  handlers: XmlHandlers,
): AsyncIterable<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => {
    throw notXlsx(`${part} is broken: ${error.message}`);
  });
  parser.on('opentag', (tag) => {
    handlers.open?.(local(tag.name), (name) => {
      const exact = tag.attributes[name];
      if (typeof exact === 'string') return exact;
      const prefixed = Object.keys(tag.attributes).find((key) => key.endsWith(`:${name}`));
      const value = prefixed === undefined ? undefined : tag.attributes[prefixed];
      return typeof value === 'string' ? value : undefined;
    });
  });
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    parser.write(decoder.decode(piece, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Reads all of a part. */
export async function readWholeXml(
  bytes: AsyncIterable<Uint8Array> | undefined,
  part: string,
  handlers: XmlHandlers,
): Promise<void> {
  if (bytes === undefined) return;
  for await (const _ of readXml(bytes, part, handlers));
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
