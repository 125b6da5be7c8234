/** Returns the text of a file, for code frames. */
export type SourceText = (file: string) => string | undefined;
