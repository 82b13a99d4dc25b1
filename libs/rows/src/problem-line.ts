import type { RowsProblem } from './rows-file.ts'

/** `rows.yaml:12:5 pages.home.rows[2].items expected at most 60, got 99`: editors find the place by the first part. */
export function problemLine(file: string, { line, column, path, message }: RowsProblem): string {
  return [`${file}:${line}:${column}`, path, message].filter((part) => part !== '').join(' ')
}
