import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { CompletionItem, Diagnostic, Hover, LanguageService } from 'yaml-language-server';

// The package is CommonJS, and Node's import does not find its names.
const require = createRequire(import.meta.url);
const { getLanguageService, TextDocument } =
  require('yaml-language-server') as typeof import('yaml-language-server');
const { SettingsState } = require('yaml-language-server/out/server/src/yamlSettings.js') as {
  readonly SettingsState: new () => Record<string, unknown>;
};

const SCHEMAS = new URL('../../schemas/', import.meta.url).href;

/** Every address from which schemas were requested: none may be on the network. */
export const asked: string[] = [];

/** The language server as VS Code and others run it, with what `interform init` writes into `yaml.schemas`. */
const server: LanguageService = getLanguageService({
  schemaRequestService: async (uri) => {
    asked.push(uri);
    // A modeline points to an installed package, which a test does not have.
    const file = uri.startsWith('file:') ? uri.replace(/^.*\/schemas\//, SCHEMAS) : uri;
    return readFileSync(fileURLToPath(file), 'utf8');
  },
  workspaceContext: { resolveRelativePath: (relative, resource) => new URL(relative, resource).href },
  yamlSettings: new SettingsState() as never,
  clientCapabilities: {
    textDocument: {
      completion: {
        completionItem: { documentationFormat: ['markdown', 'plaintext'], snippetSupport: true },
      },
    },
  },
});

server.configure({
  validate: true,
  hover: true,
  hoverAnchor: false,
  completion: true,
  format: false,
  schemas: [
    { uri: `${SCHEMAS}manifest.schema.json`, fileMatch: ['migrations/**/*.yaml'] },
    { uri: `${SCHEMAS}project.schema.json`, fileMatch: ['interform.yaml'] },
  ],
});

type EditedDocument = Parameters<LanguageService['doValidation']>[0];

const documents = new Map<string, number>();

/** A file of a project in an editor. `file` is `interform.yaml` or one below `migrations/`. */
function opened(file: string, text: string) {
  const uri = `file:///acme/${file}`;
  const version = (documents.get(uri) ?? 0) + 1;
  documents.set(uri, version);
  // The server requires two more methods, and does not call them.
  return TextDocument.create(uri, 'yaml', version, text) as EditedDocument;
}

export function errorsOf(text: string, file = 'migrations/0001.yaml'): Promise<Diagnostic[]> {
  return server.doValidation(opened(file, text), false);
}

/** The messages, each with the words that it marks. */
export async function markedIn(text: string, file?: string): Promise<string[]> {
  const document = opened(file ?? 'migrations/0001.yaml', text);
  const found = await server.doValidation(document, false);
  return found.map(({ range, message }) => `${document.getText(range)}: ${message}`);
}

/** The completions at the | in the text. */
export async function offeredAt(marked: string, file = 'migrations/0001.yaml'): Promise<CompletionItem[]> {
  const { text, offset } = cursor(marked);
  const document = opened(file, text);
  return (await server.doComplete(document, document.positionAt(offset), false)).items;
}

/** The hover text at the | in the text, as Markdown. */
export async function shownAt(marked: string, file = 'migrations/0001.yaml'): Promise<string> {
  const { text, offset } = cursor(marked);
  const document = opened(file, text);
  const hover: Hover | null = await server.doHover(document, document.positionAt(offset));
  return (hover?.contents as { readonly value: string } | undefined)?.value ?? '';
}

function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('no | in the text');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
