import { join } from "node:path";
import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  type ServerDuplexStream,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { loadSync, type PackageDefinition } from "@grpc/proto-loader";
import type { Calls, Request } from "./messages.ts";

const FILES = ["tfplugin6.proto", "plugin.proto", "health.proto"];

const packages = new Map<string, PackageDefinition>();

/**
 * A server of one provider, with the services terraform expects of any plugin beside it.
 * @param root the repository, where the .proto files are
 */
export function providerServer(calls: Calls, root: string): Server {
  const server = new Server({ "grpc.max_send_message_length": -1, "grpc.max_receive_message_length": -1 });
  server.addService(service(root, "tfplugin6.Provider"), implementation(calls));
  server.addService(service(root, "grpc.health.v1.Health"), { Check: unary(() => ({ status: "SERVING" })) });
  server.addService(service(root, "plugin.GRPCController"), { Shutdown: unary(() => ({})) });
  server.addService(service(root, "plugin.GRPCBroker"), { StartStream: keepOpen });
  server.addService(service(root, "plugin.GRPCStdio"), { StreamStdio: stayQuiet });
  return server;
}

/** The .proto files are read once for all servers. */
function service(root: string, name: string): ServiceDefinition {
  const folder = join(root, "rehearsal", "protocol");
  const files = FILES.map((file) => join(folder, file));
  const known = packages.get(root) ?? loadSync(files, { keepCase: true, longs: Number, enums: String, defaults: true });
  packages.set(root, known);
  const found = known[name];
  if (found === undefined || "format" in found) throw new Error(`${folder}: no service ${name}; it must be in one of ${FILES.join(", ")}`);
  return found as ServiceDefinition;
}

function implementation(calls: Calls): UntypedServiceImplementation {
  return Object.fromEntries(Object.entries(calls).map(([name, answer]) => [name, unary(answer)]));
}

function unary(answer: (request: Request) => object): handleUnaryCall<Request, object> {
  return ({ request }, done) => done(null, answer(request));
}

/** Terraform opens a broker for connections from the plugin back to it; a rehearsal makes none. */
function keepOpen(stream: ServerDuplexStream<object, object>): void {
  stream.on("data", () => undefined);
  stream.on("error", () => undefined);
  stream.on("end", () => stream.end());
}

/** The output of a plugin: none, until terraform goes. */
const stayQuiet: handleServerStreamingCall<object, object> = (stream) => {
  stream.on("error", () => undefined);
};
