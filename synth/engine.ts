import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { ConstructOrder, type IConstruct } from "constructs";
import { Assets } from "./assets.ts";
import { customSynthesisOf, forgettingTokens, invokeAspects, isErrorAnnotation, isUnknownToken } from "./cdktf-internals.ts";
import { elementsOf, writeDocument } from "./document-writer.ts";
import { readFiles } from "./folder-files.ts";
import { jsonText } from "./json-text.ts";
import { listBlocksOf } from "./nested-blocks.ts";
import { DOCUMENT } from "./output.ts";
import type { StackFile, StackSource } from "./source.ts";
import { withoutTraces } from "./traces.ts";

/** An app in which no stack may refer to a live object of another one: that would create hidden outputs and hidden order. */
class IsolatedApp extends App {
  override crossStackReference(from: TerraformStack, to: TerraformStack, identifier: string): string {
    throw new Error(
      `${to.node.id}: refers to ${identifier} of ${from.node.id}, a live object of another stack; publish it there in a contract and consume the contract here`,
    );
  }
}

/**
 * Synthesis of one stack at a time: build, write, drop. Where the fast writer meets what it does not know, and where anything goes
 * wrong, cdktf's own synthesis does the stack again, so that output and errors are always cdktf's.
 */
export class Engine {
  private readonly scratch = mkdtempSync(join(tmpdir(), "synth-"));
  private readonly app = new IsolatedApp({ outdir: this.scratch });
  private readonly session = { outdir: this.scratch, skipValidation: false, manifest: this.app.manifest };
  private readonly assets = new Assets(this.session);

  private readonly rendered: StackSource[] = [];

  /** Ids of the stacks that cdktf's own synthesis wrote. */
  readonly writtenByCdktf: string[] = [];

  /** Version of cdktf, as its manifest states it. */
  get version(): string {
    return this.app.manifest.version;
  }

  /** Every file the stack consists of. */
  render(source: StackSource): StackFile[] {
    const files = this.quickly(source) ?? this.slowly(source);
    this.rendered.push(source);
    return files;
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** @returns undefined where cdktf's own synthesis is to decide what is written, or said */
  private quickly(source: StackSource): StackFile[] | undefined {
    try {
      return withoutTraces(() => this.building(source, (folder) => this.written(source.id, folder)));
    } catch {
      return undefined;
    }
  }

  private slowly(source: StackSource): StackFile[] {
    try {
      const files = this.building(source, (folder) => this.writtenByCdktfIn(folder, onlyStack(this.app, source.id)));
      this.writtenByCdktf.push(source.id);
      return files;
    } catch (error) {
      if (isUnknownToken(error)) this.explainToken(source);
      throw error;
    }
  }

  private writtenByCdktfIn(folder: string, stack: TerraformStack): StackFile[] {
    stack.prepareStack();
    mkdirSync(folder, { recursive: true });
    stack.synthesizer.synthesize(this.session);
    return readFiles(folder).map((file) => (file.path === DOCUMENT ? { ...file, bytes: withBlocksListed(stack, file.bytes) } : file));
  }

  /** A token that is forgotten was made by an earlier stack: with that one built beside it, the app can say which. */
  private explainToken(source: StackSource): void {
    const app = new IsolatedApp({ outdir: this.scratch });
    forgettingTokens(() => {
      for (const one of [...this.rendered, source]) one.build(app);
      (app.node.findChild(source.id) as TerraformStack).prepareStack();
    });
  }

  /** Builds the stack, and drops all that came of it when `use` is done. */
  private building<T>(source: StackSource, use: (folder: string) => T): T {
    const folder = join(this.scratch, "stacks", source.id);
    return forgettingTokens(() => {
      try {
        source.build(this.app);
        return use(folder);
      } finally {
        for (const child of this.app.node.children) this.app.node.tryRemoveChild(child.node.id);
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  private written(id: string, folder: string): StackFile[] | undefined {
    const [stack, ...others] = this.app.node.children;
    if (!TerraformStack.isStack(stack) || stack.node.id !== id || others.length > 0) return undefined;
    stack.ensureBackendExists();
    invokeAspects(stack);
    const nodes = stack.node.findAll();
    if (nodes.some((node) => isRefused(node) || hasMoved(node) || (node !== stack && TerraformStack.isStack(node)))) return undefined;
    const assets = nodes.some(customSynthesisOf) ? this.assets.filesOf(stack.node.findAll(ConstructOrder.POSTORDER), folder) : [];
    const document = writeDocument(stack, nodes.filter(TerraformElement.isTerraformElement));
    return document === undefined ? undefined : [...assets, { path: DOCUMENT, bytes: Buffer.from(document) }];
  }
}

const isRefused = ({ node }: IConstruct): boolean => node.validate().length > 0 || node.metadata.some(isErrorAnnotation);

const hasMoved = (node: IConstruct): boolean => TerraformResource.isTerraformResource(node) && node.hasResourceMove() !== undefined;

/** The stack that was built, if it is the only one. */
function onlyStack(app: App, id: string): TerraformStack {
  const stacks = app.node.findAll().filter(TerraformStack.isStack);
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1 || stack.node.path !== id) {
    const built = stacks.map(({ node }) => node.path).join(", ") || "none";
    throw new Error(`${id}: its build makes the stacks ${built}; let it make one, ${id}, directly in the scope it is given`);
  }
  return stack;
}

function withBlocksListed(stack: TerraformStack, bytes: Buffer): Buffer {
  const document = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>;
  listBlocksOf(elementsOf(stack), document);
  return Buffer.from(jsonText(document, 0) as string);
}
