/** Exits that nobody planned, by process and reason. Each is told once it happens the first time. */
export interface Exits {
  add(process: string, reason: string): void
  counts(): Record<string, number>
}

export function createExits(say: (line: string) => void): Exits {
  const counts = new Map<string, number>()
  return {
    add(process, reason) {
      const key = `${process.replace(/-\d+$/, '')}: ${reason}`
      const before = counts.get(key) ?? 0
      counts.set(key, before + 1)
      if (before === 0) say(`exit by itself: ${process}: ${reason}`)
    },
    counts: () => Object.fromEntries(counts),
  }
}
