import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AssetType, type ISynthesisSession, TerraformAsset } from "cdktf";
import type { IConstruct } from "constructs";
import { customSynthesisOf } from "./cdktf-internals.ts";
import { readFiles } from "./folder-files.ts";
import type { StackFile } from "./source.ts";

/** What constructs write besides their part of the document: the files of assets, and what their custom synthesis makes. */
export class Assets {
  /** Files of asset folders by path: the same chart is an asset of many stacks. */
  private readonly folders = new Map<string, StackFile[]>();

  /** @param folder where custom synthesis writes to, for as long as it takes */
  constructor(private readonly session: ISynthesisSession) {}

  /** @param constructs of one stack, leaves first, as cdktf calls them */
  filesOf(constructs: readonly IConstruct[], folder: string): StackFile[] {
    const writers = constructs.filter((construct) => customSynthesisOf(construct) !== undefined);
    const known = writers.map((writer) => this.known(writer));
    if (known.every((files) => files !== undefined)) return known.flat();
    mkdirSync(folder, { recursive: true });
    for (const writer of writers) customSynthesisOf(writer)?.onSynthesize(this.session);
    const files = readFiles(folder);
    rmSync(folder, { recursive: true });
    return files;
  }

  /** The files of a plain asset, read where they are; undefined for every other way to write. */
  private known(construct: IConstruct): StackFile[] | undefined {
    if (!(construct instanceof TerraformAsset)) return undefined;
    const { type, path } = construct;
    const { sourcePath } = construct as unknown as { readonly sourcePath: string };
    if (type === AssetType.FILE) return [{ path, bytes: readFileSync(sourcePath) }];
    if (type !== AssetType.DIRECTORY) return undefined;
    const files = this.folders.get(sourcePath) ?? readFiles(sourcePath);
    this.folders.set(sourcePath, files);
    return files.map((file) => ({ path: join(path, file.path), bytes: file.bytes }));
  }
}
