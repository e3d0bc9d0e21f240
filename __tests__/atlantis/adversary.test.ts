import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../atlantis/rules.ts";
import { committed, committedIds, type Json } from "../estate.ts";
import { estatePolicy } from "./estate-policy.ts";
import { goodStack, stack } from "./good-stack.ts";

const policy = estatePolicy();
const ids = committedIds().filter((id) => Object.keys(committed(id).resource ?? {}).length > 0);

/** Resources and blocks in them, by path, as [object, path]. */
function objectsOf(value: unknown, path: string): [Json, string][] {
  if (Array.isArray(value)) return value.flatMap((element) => objectsOf(element, path));
  if (typeof value !== "object" || value === null) return [];
  return [[value as Json, path], ...Object.entries(value).flatMap(([key, inner]) => objectsOf(inner, `${path}.${key}`))];
}

/** The same configuration in another of the forms Terraform takes: arrays where there were objects. */
const wrapped = (value: unknown, times: number): unknown => (times === 0 ? value : [wrapped(value, times - 1)]);

const provisioner = fc.constantFrom<Json>(
  { "local-exec": { command: "id" } },
  { "remote-exec": [{ inline: ["id"] }] },
  { file: [{ source: "/etc/passwd", destination: "/x" }] },
);

describe("an adversary", () => {
  it("cannot hide a provisioner in any resource of any stack", () => {
    const insertion = fc.tuple(fc.constantFrom(...ids), fc.nat(), provisioner, fc.nat(2), fc.nat(2), fc.nat(2));
    fc.assert(
      fc.property(insertion, ([id, at, added, aroundAll, aroundType, aroundIt]) => {
        const json = structuredClone(committed(id)) as unknown as Json;
        const resources = json.resource as Json;
        const places = Object.entries(resources).flatMap(([type, byId]) => objectsOf(byId, `resource.${type}`).slice(1));
        const place = places[at % places.length] ?? [{}, ""];
        place[0].provisioner = wrapped(added, aroundIt);
        json.resource = wrapped(
          Object.fromEntries(Object.entries(resources).map(([type, byId]) => [type, wrapped(byId, aroundType)])),
          aroundAll,
        );
        expect(problemsOf(json, { id, policy }).some(({ path }) => path === `${place[1]}.provisioner`)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("cannot hide a program in the configuration of a provider, in whatever form", () => {
    const shell = { command: "sh", args: ["-c", "id"] };
    const kubernetes = { host: "${data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__endpoint}" };
    const form = fc.constantFrom<(times: number) => unknown>(
      (times) => ({ ...kubernetes, exec: wrapped(shell, times) }),
      (times) => wrapped({ ...kubernetes, exec: shell }, times),
      (times) => wrapped({ ...kubernetes, '${"exec"}': shell }, times),
      (times) => wrapped({ ...kubernetes, exec: '${{command = "sh", args = ["-c", "id"]}}' }, times),
      (times) => wrapped('${{exec = {command = "sh"}}}', times),
      (times) => wrapped({ ...kubernetes, config_path: "assets/kubeconfig" }, times),
      (times) => [...[wrapped({ exec: shell }, times)].flat(), kubernetes],
    );
    fc.assert(
      fc.property(form, fc.nat(3), fc.boolean(), (made, times, isBeside) => {
        const json = goodStack();
        const settings = { kubernetes: made(times) };
        json.provider.helm = isBeside ? [...json.provider.helm, { alias: "x", ...settings }] : wrapped(settings, times);
        expect(problemsOf(json, stack).filter(({ path }) => path.startsWith("provider.helm"))).not.toEqual([]);
      }),
    );
  });

  it("cannot hide a file function behind blanks, comments and other calls", () => {
    const blank = fc
      .array(fc.constantFrom(" ", "\n", "\t", "/* ( */", "# x\n", "// file\n"), { maxLength: 4 })
      .map((parts) => parts.join(""));
    const name = fc.constantFrom("file", "filebase64", "fileset", "filesha512", "templatefile", "templatestring", "abspath", "pathexpand");
    const around = fc.constantFrom<(call: string) => string>(
      (call) => `\${${call}}`,
      (call) => `%{ for x in ${call} }%{ endfor }`,
      (call) => `a\${jsonencode({b = [upper(${call})]})}`,
      (call) => `$\${x}\${${call}}`,
    );
    fc.assert(
      fc.property(name, blank, around, (called, gap, wrap) => {
        const json = { ...committed(ids[0] ?? ""), locals: { x: wrap(`${called}${gap}("/etc/passwd")`) } };
        expect(problemsOf(json, { id: ids[0] ?? "", policy }).filter(({ path }) => path === "locals.x")).toHaveLength(1);
      }),
    );
  });
});
