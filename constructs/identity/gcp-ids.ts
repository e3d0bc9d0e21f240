/** A construct id from a name with other characters: `roles/cloudsql.viewer` -> `RolesCloudsqlViewer`. */
export function idFrom(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());
}
