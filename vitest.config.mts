import { defineConfig } from "vitest/config";

/** Tests that put something else in a module's place, which must not be loaded yet. */
const mocking = "__tests__/**/*.mock.test.ts";

/** Minutes of terraform: started first, the others run beside it. */
const longest = "__tests__/rehearsal/environment.test.ts";

export default defineConfig({
  test: {
    setupFiles: ["__tests__/environment.ts"],
    // Loading provider classes takes seconds on a cold disk; a hang is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of the time is waited for other processes, or for one of them: a processor that is kept free would be idle.
    maxWorkers: "100%",
    server: { deps: { external: [/node_modules/] } },
    // In the order of their names.
    projects: [
      { extends: true, test: { name: "alone", include: [mocking, longest] } },
      // A worker loads provider classes once for all of these: each file for itself would take five times as long.
      {
        extends: true,
        test: { name: "together", include: ["__tests__/**/*.test.ts"], exclude: [mocking, longest], isolate: false },
      },
    ],
  },
});
