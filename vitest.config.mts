import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    setupFiles: ["__tests__/environment.ts"],
    // Loading provider classes takes seconds on a cold disk; a hang is still found.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: [/node_modules/] } },
  },
});
