import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { Session } from "../cloud/session.ts";
import type { Schemas } from "../schema/schema.ts";
import { calls } from "./calls.ts";
import { providerServer } from "./services.ts";

export { withAddress } from "../provider/address.ts";

/** Providers that terraform can reach. */
export interface Served {
  /** For terraform's environment: it takes these providers in place of installed ones, so that `terraform init` downloads none. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  /** Ends all connections and removes the sockets. */
  close(): Promise<void>;
}

/** Where to find and put things. */
export interface ServeOptions {
  /** The repository, where the .proto files are. @default "." */
  readonly root?: string;
  /** Where the folder of the sockets is made. @default the system's folder for temporary files */
  readonly folder?: string;
}

/** The shortest limit among systems is macOS', 104 bytes with the one that ends it. */
const LONGEST_SOCKET_PATH = 103;

/** Serves every provider of the schemas on a socket of its own, in this process, until closed. All ask the one session. */
export async function serve(schemas: Schemas, session: Session, { root = ".", folder = tmpdir() }: ServeOptions = {}): Promise<Served> {
  const sockets = mkdtempSync(join(folder, "rehearsal-sockets-"));
  const servers: Server[] = [];
  const close = async () => {
    for (const server of servers) server.forceShutdown();
    rmSync(sockets, { recursive: true, force: true });
  };
  try {
    const reattach: Record<string, object> = {};
    for (const [address, schema] of Object.entries(schemas)) {
      const server = providerServer(calls(schema, session), root);
      servers.push(server);
      reattach[address] = await listen(server, join(sockets, String(servers.length)));
    }
    return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where and how terraform reaches a server. `Test` keeps it from ending this process when it is done. */
async function listen(server: Server, socket: string): Promise<object> {
  const length = Buffer.byteLength(socket);
  if (length > LONGEST_SOCKET_PATH) {
    throw new Error(`${socket}: ${length} bytes; a socket's path has at most ${LONGEST_SOCKET_PATH}; set TMPDIR to a shorter folder`);
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => (error === null ? resolve() : reject(error)));
  });
  return { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: { Network: "unix", String: socket } };
}
