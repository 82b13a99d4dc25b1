/** One fault at a time on one thing: whoever kills Redis while another rolls it back learns nothing from either. */
export interface Locks {
  /** Runs `work` once all the named things are free, in the order of asking. */
  hold<T>(names: readonly string[], work: () => Promise<T>): Promise<T>
}

export function createLocks(): Locks {
  const last = new Map<string, Promise<unknown>>()
  return {
    hold(names, work) {
      const before = Promise.all(names.map((name) => last.get(name) ?? Promise.resolve()))
      const mine = before.then(work)
      const settled = mine.catch(() => undefined)
      for (const name of names) last.set(name, settled)
      return mine
    },
  }
}
