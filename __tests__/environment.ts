import fc from "fast-check";

// Before every test file: what git sets for its hooks (GIT_DIR, GIT_INDEX_FILE...) would turn the repositories that tests make into
// the one whose hook runs the tests.
for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) delete process.env[name];

// The same examples in every run: what is found to be wrong stays so until it is corrected. Others are tried by SEED=<number>.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
