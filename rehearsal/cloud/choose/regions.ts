/** A region of AWS as its zone ids and host names have it: `us-east-1` is `use1`, `ap-southeast-2` is `apse2`. */
export function shortRegion(region: string): string {
  const [area = "", side = "", ...rest] = region.split("-");
  const short = side.replace(/^(north|south)(east|west)$/, (_, one: string, other: string) => one.charAt(0) + other.charAt(0));
  return `${area}${short === side ? side.charAt(0) : short}${rest.join("")}`;
}
