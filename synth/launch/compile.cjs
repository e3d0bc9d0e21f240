// Makes scripts of the TypeScript and of the packages it uses. Loaded only when something has changed.
"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");
const { isProvider } = require("./loader.cjs");

/** Packages that cannot be put into a script: they find files of theirs, or programs, by where they are. */
const notBundled = /^(esbuild|@grpc\/|fast-check|vitest)/;

/** Engine packages: one copy for all, since their classes are compared and their registries shared. */
const shared = ["cdktf", "constructs"];

const base = {
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  metafile: true,
  legalComments: "none",
};

/** A script as a function of what a module gets. */
const wrapped = (text) => `(function (exports, require, module, __filename, __dirname) {${text}\n})`;

/** The program without its packages. @returns its text, the files in it, and the packages' modules it asks for */
async function compileProgram(root, entry) {
  const { outputFiles, metafile } = await esbuild.build({ ...base, entryPoints: [path.join(root, entry)], packages: "external" });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const asked = [...new Set(imports.filter((one) => one.external).map((one) => one.path))].sort();
  const modules = asked.filter((name) => !name.startsWith("node:") && !notBundled.test(name));
  return { text: wrapped(outputFiles[0].text), files: filesIn(root, metafile), modules };
}

const filesIn = (root, { inputs }) =>
  Object.keys(inputs)
    .filter((file) => !file.includes(":"))
    .map((file) => path.resolve(root, file));

/** Modules that go into one script: those of a package, and each of a provider's by itself. */
function groupsOf(modules) {
  const groups = new Map();
  for (const name of modules) {
    const parts = name.split("/");
    const group = isProvider(name) ? name : parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return groups;
}

/** The packages' modules as scripts. @returns their texts by group, each module's group, and the files in them */
async function compilePackages(root, modules) {
  const groups = [...groupsOf(modules)];
  const built = await Promise.all(
    groups.map(async ([group, members]) => {
      const contents = members.map((name) => `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(name)});`).join("\n");
      const external = shared.filter((name) => name !== group).flatMap((name) => [name, `${name}/*`]);
      const stdin = { contents, resolveDir: root, sourcefile: `packages:${group}` };
      return esbuild.build({ ...base, minifyWhitespace: true, stdin, external, plugins: [archives] });
    }),
  );
  const texts = new Map(groups.map(([group], index) => [group, wrapped(built[index].outputFiles[0].text)]));
  const files = [...new Set(built.flatMap(({ metafile }) => filesIn(root, metafile)))];
  const groupOf = Object.fromEntries(groups.flatMap(([group, names]) => names.map((name) => [name, group])));
  return { texts, groupOf, files };
}

/**
 * cdktf makes archives by running this file of its own as a program, which has to know where it is; only that program needs the
 * archiver, so here it is loaded when it is first called.
 */
const archives = {
  name: "archives",
  setup({ onLoad }) {
    onLoad({ filter: /cdktf[\\/]lib[\\/]private[\\/]fs\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8")
        .replaceAll("__filename", JSON.stringify(file))
        .replace('= require("archiver")', '= (...given) => require("archiver")(...given)'),
    }));
  },
};

module.exports = { compilePackages, compileProgram };
