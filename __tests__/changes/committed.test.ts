import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Repository } from "./repository.ts";

/** The committed output in a repository of its own. */
function copy(): Repository {
  const repository = Repository.create();
  cpSync("cdktf.out", join(repository.folder, "cdktf.out"), { recursive: true });
  if (existsSync("atlantis.yaml")) cpSync("atlantis.yaml", join(repository.folder, "atlantis.yaml"));
  repository.commit();
  return repository;
}

const path = (id: string): string => `cdktf.out/stacks/${id}/cdk.tf.json`;

it("tells what an edit of the committed network does to all that read it", () => {
  const repository = copy();
  const id = "prod-aws-use1-network";
  const json = JSON.parse(readFileSync(path(id), "utf8"));
  const [name = ""] = Object.keys(json.resource.aws_vpc);
  json.resource.aws_vpc[name].cidr_block = "10.255.0.0/16";
  const report = repository.stack(id, json).report();
  const readers = ["prod-aws-use1-cluster", "prod-aws-use1-data"];
  expect(report.warnings[0]).toEqual({
    level: "danger",
    stack: id,
    text: expect.stringContaining(`aws_vpc.${name} is replaced: destroyed and created, because of cidr_block`),
  });
  const [network] = report.stacks.filter((stack) => stack.id === id);
  expect(network?.resources.find(({ action }) => action === "changed")).toMatchObject({
    address: `aws_vpc.${name}`,
    replacement: "likely",
    stateful: true,
  });
  expect(network?.resources.filter(({ type, because }) => type === "aws_subnet" && because === `aws_vpc.${name}`).length).toBeGreaterThan(
    5,
  );
  expect(network?.outputs.find((output) => output.name === "network__network_id")).toMatchObject({
    change: "value",
    because: `aws_vpc.${name}`,
  });
  const order = report.steps.flatMap(({ commands }) => commands.map(({ command }) => command));
  for (const reader of readers) {
    const at = [`apply -p ${id}`, `plan -p ${reader}`, `apply -p ${reader}`].map((command) => order.indexOf(`atlantis ${command}`));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  }
});

it("answers in less than 2 seconds if every stack differs", () => {
  const repository = copy();
  const ids = execFileSync("git", ["ls-files", "cdktf.out/stacks/*/cdk.tf.json"], { cwd: repository.folder, encoding: "utf8" })
    .trim()
    .split("\n");
  expect(ids.length).toBeGreaterThan(30);
  for (const file of ids) repository.write(file, readFileSync(file, "utf8").replaceAll('"stack": "', '"stack": "x-'));
  repository.commit();
  const started = performance.now();
  const report = repository.report("--base", "HEAD~1", "--head", "HEAD");
  expect(performance.now() - started).toBeLessThan(2000);
  expect(report.stacks.length).toBeGreaterThan(30);
});
