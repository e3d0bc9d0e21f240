/** A file as it was: path, size, two times, inode, hash of its content. */
export type FileEntry = [file: string, size: number, mtimeMs: number, ctimeMs: number, ino: number, hash: string];

/** Files as they were, looked at since a time in milliseconds. */
export interface FileRecord {
  readonly since: number;
  readonly entries: FileEntry[];
}

export function hashOf(bytes: string | Uint8Array): string;
export function taken(files: Iterable<string>): FileRecord;
export function record(files: Iterable<string>, since: number): FileRecord | undefined;
export function renewed(recorded: FileRecord): FileRecord | undefined;
