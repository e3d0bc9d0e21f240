/** An object whose values are worked out when they are asked for. */
export function lazily<T extends object>(values: { readonly [K in keyof T]: () => T[K] }): T {
  const getters = Object.entries<() => unknown>(values).map(([name, get]) => [name, { get, enumerable: true }]);
  return Object.defineProperties({}, Object.fromEntries(getters)) as T;
}
