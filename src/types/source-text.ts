/** The text of a manifest by its path, for code frames. */
export type SourceText = (file: string) => string | undefined;
