// Runs a program whose scripts are in stores, and gives it the modules it asks for.
"use strict";

const Module = require("node:module");
const path = require("node:path");

/** Modules of providers: a program names hundreds and needs few. */
const isProvider = (name) => name.startsWith("@cdktf/provider-");

/** Modules of Node's that take milliseconds to load, and that packages name without using them in most runs. */
const isSeldomUsed = (name) => /^(node:)?child_process$/.test(name);

/** A module that is loaded when something of it is first asked for. */
function lazily(load) {
  return new Proxy(
    {},
    {
      get: (_, key) => load()[key],
      has: (_, key) => key in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/**
 * @param program the store with the program's script
 * @param packages the store with its packages' scripts
 * @param groupOf by module: the script it is in
 */
function run(root, program, packages, groupOf) {
  const filename = path.join(root, "main.js");
  const fromDisk = Module.createRequire(filename);
  const groups = new Map();
  const modules = new Map();

  function require(name) {
    if (isSeldomUsed(name)) return lazily(once(() => fromDisk(name)));
    if (!Object.hasOwn(groupOf, name)) return fromDisk(name);
    if (!modules.has(name)) {
      const load = once(() => group(groupOf[name])[name]());
      modules.set(name, isProvider(name) ? lazily(load) : load());
    }
    return modules.get(name);
  }

  /** What a group's script exports: a function for each module in it. */
  function group(name) {
    if (!groups.has(name)) groups.set(name, execute(packages, name, path.join(root, ".cache", `${name.replaceAll("/", "-")}.js`)));
    return groups.get(name);
  }

  function execute(store, name, file) {
    const module = { exports: {}, id: file, filename: file, loaded: false };
    store.load(name, file).call(module.exports, module.exports, require, module, file, path.dirname(file));
    return module.exports;
  }

  execute(program, "program", filename);
}

module.exports = { isProvider, run };
