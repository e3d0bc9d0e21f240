import { distance } from "fastest-levenshtein";

/** The known name `given` was most likely meant to be: at most a third of its letters differ, or one of few, and never all. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(given.length / 3));
  const ranked = known
    .map((name) => ({ name, edits: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
  const [best] = ranked;
  return best !== undefined && best.edits <= limit && best.edits < given.length ? best.name : undefined;
}

/** What to do about an unknown name: the likely one first, then all there are. */
export function chooseAmong(given: string, known: readonly string[]): string {
  const likely = nearest(given, known);
  const all = known.length > 0 ? `use one of ${known.join(", ")}` : "remove it";
  return likely === undefined ? all : `did you mean ${likely}? (${all})`;
}
