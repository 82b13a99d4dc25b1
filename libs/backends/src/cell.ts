import { StoreUnavailableError } from '@upnext/ports'

/** One small text in a store that changes by compare-and-set: the only thing that shared decisions need from a store. */
export interface Cell {
  read(): Promise<string | null>
  /** Writes `next` where the text still is `expected`. */
  swap(expected: string | null, next: string): Promise<boolean>
}

/** What a pure step makes of a state: the same object as `state` when there is nothing to write. */
export interface Step<State, Result> {
  readonly state: State
  readonly result: Result
}

const MAX_ROUNDS = 1000

/**
 * Applies a pure step to the cell's state, again from the start when another writer was faster. In every round somebody
 * wins, so with n writers nobody needs more than n rounds.
 */
export async function updateCell<State, Result>(
  cell: Cell,
  parse: (text: string | null) => State,
  step: (state: State) => Step<State, Result>,
): Promise<Result> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = await cell.read()
    const state = parse(before)
    const after = step(state)
    if (after.state === state) return after.result
    if (await cell.swap(before, JSON.stringify(after.state))) return after.result
  }
  throw new StoreUnavailableError(`the store's state kept changing under ${MAX_ROUNDS} attempts to change it`)
}
