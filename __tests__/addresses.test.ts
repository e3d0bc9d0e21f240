import { expect, it } from "vitest";
import { isStateful } from "../changes/replacement.ts";
import { committed, committedIds, resources } from "./estate.ts";

it("keeps the address of everything stateful: a changed one would replace the resource", async () => {
  const found = committedIds().flatMap((id) =>
    resources(committed(id))
      .filter(([type]) => isStateful(type))
      .map(([type, name]) => `${id} ${type}.${name}`),
  );
  // On purpose? Then move the state (`terraform state mv`, or a moved block) and write the new list: see docs/cookbook.md.
  await expect(`${found.sort().join("\n")}\n`).toMatchFileSnapshot("addresses.txt");
});
