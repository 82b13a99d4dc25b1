/** A mistake by its place in the document, before anybody has looked up its line. */
export interface Mistake {
  readonly path: Path
  readonly message: string
  /** The name of the setting is wrong, not its value. */
  readonly atKey: boolean
}

export type Path = readonly PropertyKey[]

/** Like `pages.home.rows[2].items`; the document itself: `(file)`. */
export function pathText(path: Path): string {
  if (path.length === 0) return '(file)'
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}
