import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ClientDuplexStream,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADDRESS } from "../../../rehearsal/cloud/session.ts";
import { type Served, serve, withAddress } from "../../../rehearsal/protocol/serve.ts";
import type { ProviderSchema, Schemas } from "../../../rehearsal/schema/schema.ts";
import { MemorySession } from "./memory-session.ts";
import { SCHEMAS } from "./schemas.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "serve-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Reattach {
  readonly Protocol: string;
  readonly ProtocolVersion: number;
  readonly Pid: number;
  readonly Test: boolean;
  readonly Addr: { readonly Network: string; readonly String: string };
}

function reattach({ environment }: Served): Readonly<Record<string, Reattach>> {
  return JSON.parse(environment.TF_REATTACH_PROVIDERS);
}

/** A client of one of the services at the one socket of `served`. */
function client(served: Served, file: string, path: readonly string[]) {
  const options = { keepCase: true, longs: Number, enums: String, defaults: true };
  let at: unknown = loadPackageDefinition(loadSync(join("rehearsal", "protocol", file), options));
  for (const name of path) at = Reflect.get(Object(at), name);
  const [provider] = Object.values(reattach(served));
  return new (at as ServiceClientConstructor)(`unix:${provider?.Addr.String}`, credentials.createInsecure());
}

function call<T>(caller: ReturnType<typeof client>, rpc: string, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    caller[rpc]?.(request, (error: Error | null, answer: T) => (error === null ? resolve(answer) : reject(error)));
  });
}

describe("serve", () => {
  it("serves thirty stacks of three providers at once, each on a socket of its own, and leaves no folder behind", async () => {
    const [schema] = Object.values(SCHEMAS) as [ProviderSchema];
    const three: Schemas = {
      "registry.terraform.io/a/a": schema,
      "registry.terraform.io/b/b": schema,
      "registry.terraform.io/c/c": schema,
    };
    const all = await Promise.all(Array.from({ length: 30 }, () => serve(withAddress(three), new MemorySession(), { folder })));
    expect(readdirSync(folder)).toHaveLength(30);
    const sockets = all.flatMap((served) => Object.values(reattach(served)));
    expect(new Set(sockets.map(({ Addr }) => Addr.String)).size).toBe(90);
    for (const { Addr, ...rest } of sockets) {
      expect(statSync(Addr.String).isSocket()).toBe(true);
      expect(rest).toEqual({ Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true });
    }
    await Promise.all(all.map((served) => served.close()));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps its sockets from other users", async () => {
    const served = await serve(SCHEMAS, new MemorySession(), { folder });
    const [sockets = ""] = readdirSync(folder);
    expect(statSync(join(folder, sockets)).mode & 0o077).toBe(0);
    await served.close();
  });

  it("refuses a folder whose sockets nothing could reach, and leaves nothing there", async () => {
    const long = mkdtempSync(join(folder, "x".repeat(90)));
    await expect(serve(SCHEMAS, new MemorySession(), { folder: long })).rejects.toThrow(
      /bytes; a socket's path has at most 103; set TMPDIR/,
    );
    expect(readdirSync(long)).toEqual([]);
  });

  it("says where it looked for the protocol when the root is wrong", async () => {
    await expect(serve(SCHEMAS, new MemorySession(), { folder, root: folder })).rejects.toThrow(/tfplugin6\.proto/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("answers what terraform asks of any plugin", async () => {
    const served = await serve(SCHEMAS, new MemorySession(), { folder });
    const health = client(served, "health.proto", ["grpc", "health", "v1", "Health"]);
    expect(await call(health, "Check", {})).toEqual({ status: "SERVING" });
    const controller = client(served, "plugin.proto", ["plugin", "GRPCController"]);
    expect(await call(controller, "Shutdown", {})).toEqual({});
    const broker = client(served, "plugin.proto", ["plugin", "GRPCBroker"]);
    const connections: ClientDuplexStream<object, object> = broker.StartStream?.();
    connections.on("data", () => undefined).end();
    await new Promise((resolve) => connections.on("end", resolve));
    const stdio = client(served, "plugin.proto", ["plugin", "GRPCStdio"]);
    const output: ClientReadableStream<object> = stdio.StreamStdio?.({});
    const ended = new Promise((resolve) => output.on("error", resolve));
    await served.close();
    await expect(ended).resolves.toBeInstanceOf(Error);
    for (const caller of [health, controller, broker, stdio]) caller.close();
  });

  it("answers what it cannot read with an error, and lives on, also when whoever asks is gone in the middle", async () => {
    const served = await serve(SCHEMAS, new MemorySession(), { folder });
    const provider = client(served, "tfplugin6.proto", ["tfplugin6", "Provider"]);
    const unreadable = [{ msgpack: Buffer.of(0xc1) }, { msgpack: Buffer.of(0x81, 0xa1) }, { msgpack: Buffer.of(1) }, null];
    for (const wire of unreadable) {
      const request = { type_name: "test_thing", config: wire, planned_state: wire, raw_state: { json: Buffer.from("{") } };
      for (const rpc of ["ValidateResourceConfig", "ApplyResourceChange", "ReadDataSource", "ReadResource", "UpgradeResourceState"]) {
        const { diagnostics } = await call<{ diagnostics: object[] }>(provider, rpc, request);
        expect(diagnostics, `${rpc} ${JSON.stringify(wire)}`).toMatchObject([{ severity: "ERROR" }]);
      }
    }
    provider.makeUnaryRequest(
      "/tfplugin6.Provider/ReadResource",
      () => Buffer.from([0xff, 0xff]),
      Object,
      {},
      () => undefined,
    );
    provider.GetProviderSchema?.({}, () => undefined);
    provider.close();
    const next = client(served, "tfplugin6.proto", ["tfplugin6", "Provider"]);
    expect(await call(next, "StopProvider", {})).toMatchObject({ Error: "" });
    next.close();
    await served.close();
  });

  it("lists its types, moves nothing across types, and answers a wrong type with a diagnostic", async () => {
    const served = await serve(SCHEMAS, new MemorySession(), { folder });
    const provider = client(served, "tfplugin6.proto", ["tfplugin6", "Provider"]);
    const metadata = await call<{ resources: object[]; ephemeral_resources: object[] }>(provider, "GetMetadata", {});
    expect(metadata.resources).toContainEqual({ type_name: "test_nested" });
    expect(metadata.ephemeral_resources).toEqual([{ type_name: "test_password" }]);
    const move = { source_type_name: "test_thing", target_type_name: "test_values" };
    expect(await call(provider, "MoveResourceState", move)).toMatchObject({
      diagnostics: [{ summary: "Cannot move test_thing to test_values" }],
    });
    for (const rpc of ["ReadDataSource", "PlanResourceChange", "ApplyResourceChange", "OpenEphemeralResource", "ImportResourceState"]) {
      const { diagnostics } = await call<{ diagnostics: { summary: string }[] }>(provider, rpc, { type_name: "test_nothing" });
      expect(diagnostics).toMatchObject([
        { severity: "ERROR", summary: expect.stringMatching(`^${rpc} of test_nothing: no .* "test_nothing" is served; those are: test_`) },
      ]);
    }
    provider.close();
    await served.close();
  });
});

describe("withAddress", () => {
  it("adds the address to every resource type, to nothing else, and changes nothing in place", () => {
    const before = JSON.stringify(SCHEMAS);
    const [schema] = Object.values(withAddress(SCHEMAS)) as [ProviderSchema];
    for (const { block } of Object.values(schema.resource_schemas))
      expect(block.attributes?.[ADDRESS]).toEqual({ type: "string", optional: true });
    for (const { block } of Object.values(schema.data_source_schemas)) expect(block.attributes?.[ADDRESS]).toBeUndefined();
    expect(JSON.stringify(SCHEMAS)).toBe(before);
  });
});
