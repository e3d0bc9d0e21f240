import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SmallEstate } from "../launch/small-estate.ts";

/** How often each thing is done to a synth: seldom here, often by `npm run torture`. */
const ROUNDS = Number(process.env.TORTURE ?? 6);
const MINUTE = 60_000;
const limit = MINUTE + ROUNDS * 4000;

let estate: SmallEstate;
const figures: string[] = [];
beforeEach(() => {
  estate = new SmallEstate();
});
afterEach(() => rmSync(estate.root, { recursive: true, force: true }));
beforeAll(() => expect(ROUNDS).toBeGreaterThan(0));
afterAll(() => console.log(figures.join("\n")));

/** Moments and places that are the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes the estate with another text, and says what its output then has to be. */
function next(round: number): void {
  estate.write("read.txt", `round ${round}`);
  estate.write("files/one.txt", `asset ${round}`);
}

/** On a busy machine a synth may have to wait until the lock of one that was killed is old enough, and says so. */
const waits = /^(another synth is writing, or was killed just now; waiting for its lock\n)?$/;

async function good(args: readonly string[] = []): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await estate.synth(["--quiet", ...args]);
  expect({ code, stdout, ...(code !== 0 && { stderr }) }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(waits);
  return estate.output();
}

/** Every file that a reader may take for the stack's is of one synth: of the last, or of this one. */
function expectWhole(last: Record<string, string>, now: Record<string, string>): void {
  const isReplaced = readdirSync(join(estate.root, "cdktf.out")).some(
    (name) => name.startsWith(".staging-") && existsSync(join(estate.root, "cdktf.out", name, "journal.json")),
  );
  // One that was killed while it replaced files has written down what it was doing; --check says so.
  if (isReplaced) return;
  const found = Object.fromEntries(Object.entries(estate.output()).filter(([path]) => !/\/\.(lock|staging)/.test(path)));
  expect([last, now]).toContainEqual(found);
}

const killed = (milliseconds: number): Promise<void> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ["synth/run.cjs", "main.ts", "--quiet"], { cwd: estate.root, stdio: "ignore" });
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("exit", () => {
      clearTimeout(timer);
      done();
    });
  });

describe("a synth that is", () => {
  it(
    "killed at any moment leaves the last output, or what the next one finishes",
    async () => {
      const moment = random(1);
      let last = await good();
      let hit = 0;
      for (let round = 0; round < ROUNDS; round++) {
        next(round);
        const before = last;
        await killed(40 + moment() * 160);
        const clean = new SmallEstate();
        for (const path of ["read.txt", "files/one.txt"]) clean.write(path, estate.read(path));
        expect((await clean.synth(["--quiet"])).code).toBe(0);
        const wanted = clean.output();
        rmSync(clean.root, { recursive: true });
        expectWhole(before, wanted);
        if (JSON.stringify(estate.output()) !== JSON.stringify(wanted)) hit++;
        last = await good();
        expect(last).toEqual(wanted);
      }
      figures.push(`killed: ${ROUNDS} times, ${hit} before it was done; every next synth was right`);
    },
    limit,
  );

  it(
    "stopped for longer than its lock lasts writes nothing over another's output",
    async () => {
      await good();
      next(1);
      const child = spawn(process.execPath, ["synth/run.cjs", "main.ts", "--quiet", "--no-cache"], { cwd: estate.root, stdio: "ignore" });
      await new Promise((done) => setTimeout(done, 250));
      child.kill("SIGSTOP");
      next(2);
      const wanted = await good();
      child.kill("SIGCONT");
      await new Promise((done) => child.on("exit", done));
      expect(await good()).toEqual(wanted);
    },
    MINUTE,
  );

  it(
    "one of several at once",
    async () => {
      for (let round = 0; round < Math.ceil(ROUNDS / 3); round++) {
        next(round);
        const runs = await Promise.all(Array.from({ length: 5 }, () => estate.synth(["--quiet"])));
        expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
        const together = estate.output();
        expect(together).toEqual(await good(["--no-cache"]));
      }
      figures.push(`five at once: ${Math.ceil(ROUNDS / 3)} times`);
    },
    limit,
  );
});

const faulty = (fault: string, folder: string) =>
  estate.synth(["--quiet"], { NODE_OPTIONS: `--require ${resolve("__tests__/torture/faults.cjs")}`, FAULT: fault, FAULT_FOLDER: folder });

describe("a file system that", () => {
  it.each(["full", "readonly"])(
    "is %s at any write leaves the last output, and says what to do",
    async (kind) => {
      let last = await good();
      let refused = 0;
      for (let nth = 1; nth <= Math.max(ROUNDS, 8); nth++) {
        next(nth);
        const { code, stderr } = await faulty(`${kind}=${nth}`, "cdktf.out");
        if (code !== 0) {
          refused++;
          expect(code).toBe(1);
          expect(stderr).toMatch(
            /: cannot be written: (the disk is full; free some space|the file system is read-only; choose another folder)/,
          );
          expect(stderr).not.toMatch(/^\s+at /m);
        }
        const wanted = await good(["--no-cache"]);
        expect(Object.keys(wanted).length).toBe(Object.keys(last).length);
        last = wanted;
      }
      expect(refused).toBeGreaterThan(2);
      figures.push(`${kind}: ${Math.max(ROUNDS, 8)} writes, ${refused} of them refused`);
    },
    limit,
  );

  it(
    "is full where caches are changes nothing",
    async () => {
      for (let nth = 1; nth <= Math.max(ROUNDS, 6); nth++) {
        next(nth);
        const { code, stderr } = await faulty(`full=${nth}`, ".cache");
        expect([code, stderr]).toEqual([0, ""]);
        const written = estate.output();
        expect(written).toEqual(await good(["--no-cache"]));
      }
    },
    limit,
  );
});

it(
  "a cache with any byte changed gives the right output",
  async () => {
    const place = random(2);
    const wanted = await good();
    for (let round = 0; round < ROUNDS; round++) {
      const files = readdirSync(join(estate.root, ".cache"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const entry = files[Math.floor(place() * files.length)];
      const file = join(entry?.parentPath ?? "", entry?.name ?? "");
      const bytes = readFileSync(file);
      const at = Math.floor(place() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      writeFileSync(file, place() < 0.5 ? bytes : bytes.subarray(0, at));
      expect(await good()).toEqual(wanted);
      expect((await estate.synth(["--check"])).code).toBe(0);
    }
    figures.push(`caches damaged: ${ROUNDS} times`);
  },
  limit,
);

it(
  "a clock that jumps leads nobody astray",
  async () => {
    const hours = [-24, 24, -1, 1, -24 * 365, 24 * 365];
    for (const [round, hour] of hours.entries()) {
      next(round);
      const env = { NODE_OPTIONS: `--require ${resolve("__tests__/torture/faults.cjs")}`, FAULT: `clock=${hour * 3_600_000}` };
      expect((await estate.synth(["--quiet"], env)).code).toBe(0);
      estate.write("read.txt", `again ${round}`);
      expect((await estate.synth(["--quiet"], env)).code).toBe(0);
      const written = estate.output();
      expect(written).toEqual(await good(["--no-cache"]));
    }
  },
  limit,
);

it(
  "code that is edited while it runs is noticed by the next",
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 2); round++) {
      const running = estate.synth(["--quiet", ...(round % 2 === 0 ? ["--no-cache"] : [])]);
      await new Promise((done) => setTimeout(done, 20 * round));
      estate.write("shared.ts", `export const suffix = "${round}!";`);
      expect((await running).code).toBe(0);
      const after = await good();
      expect(after["cdktf.out/stacks/plain/cdk.tf.json"]).toContain(`${round}!`);
    }
  },
  limit,
);
