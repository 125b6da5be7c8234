import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

interface Published {
  readonly manifest: { readonly name: string; readonly version: string };
  bytes: Buffer;
  readonly integrity: string;
}

/** A registry on loopback, as far as npm needs one to install. */
export class Registry {
  readonly asked: string[] = [];
  readonly #published: Published[] = [];
  readonly #server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/').slice(1);
    this.asked.push(path);
    const versions = this.#published.filter(({ manifest }) => manifest.name === path);
    const file = this.#published.find(({ manifest }) => path === tarballOf(manifest));
    if (file !== undefined) response.end(file.bytes);
    else if (versions.length === 0) response.writeHead(404).end('{}');
    else response.end(JSON.stringify(this.#packument(path, versions)));
  });

  static async open(): Promise<Registry> {
    const registry = new Registry();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Its integrity. `files` come beside package.json; `folder` is one to work in. */
  publish(manifest: Published['manifest'], files: Readonly<Record<string, string>>, folder: string): string {
    const all = { 'package.json': JSON.stringify(manifest), ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, 'package', name)), { recursive: true });
      writeFileSync(join(folder, 'package', name), text);
    }
    execFileSync('tar', ['-czf', join(folder, 'package.tgz'), '-C', folder, 'package']);
    const bytes = readFileSync(join(folder, 'package.tgz'));
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    this.#published.push({ manifest, bytes, integrity });
    return integrity;
  }

  /** Gives other bytes than it published, as one that was broken into could, which also says their hash. */
  swap(name: string, version: string, other: { readonly name: string; readonly version: string }): void {
    const find = (one: { name: string; version: string }) =>
      this.#published.findIndex(
        ({ manifest }) => manifest.name === one.name && manifest.version === one.version,
      );
    const [at, from] = [find({ name, version }), find(other)];
    const [before, after] = [this.#published[at], this.#published[from]];
    if (before === undefined || after === undefined)
      throw new Error('only what was published can be swapped');
    this.#published[at] = { ...before, bytes: after.bytes, integrity: after.integrity };
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #packument(name: string, versions: readonly Published[]): object {
    return {
      name,
      'dist-tags': { latest: versions.at(-1)?.manifest.version },
      versions: Object.fromEntries(
        versions.map(({ manifest, integrity }) => [
          manifest.version,
          { ...manifest, dist: { tarball: `${this.url}${tarballOf(manifest)}`, integrity } },
        ]),
      ),
    };
  }
}

function tarballOf({ name, version }: Published['manifest']): string {
  return `${name}/-/${name}-${version}.tgz`;
}
