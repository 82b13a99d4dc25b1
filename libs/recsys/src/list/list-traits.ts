/** What likeness is judged by. */
export interface ListTraits {
  /** Each once. Empty: unknown. */
  readonly genres: readonly number[]
  /** Each once. */
  readonly people: readonly number[]
  /** The series or franchise; -1: none. */
  readonly group: number
}
